package dev.pulmu.backend.cuda;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A kernel as it is compiled: the text of a file with numbers and formulas baked in. The file holds
 * one entry point, which has the file's name, {@code extern "C"}, and whose parameters all are 64
 * bits wide: addresses, or {@code long long} numbers.
 *
 * @param name of the file in this package's resources, without {@code .cu}
 * @param constants the macros that the text expects, such as {@code ROWS}; always the same names
 *     for the same file
 * @param headers texts of the headers that are made for it, by the names in {@code #include} lines
 */
record Kernel(String name, SortedMap<String, Integer> constants, SortedMap<String, String> headers)
    implements Comparable<Kernel> {
  Kernel {
    constants = new TreeMap<>(constants);
    headers = new TreeMap<>(headers);
  }

  /** A kernel of a file that wants no headers made. */
  static Kernel of(String name, Map<String, Integer> constants) {
    return of(name, constants, Map.of());
  }

  static Kernel of(String name, Map<String, Integer> constants, Map<String, String> headers) {
    return new Kernel(name, new TreeMap<>(constants), new TreeMap<>(headers));
  }

  /** The value of a constant that says yes or no. */
  static int flag(boolean value) {
    return value ? 1 : 0;
  }

  /** The name with the constants, for people: {@code matmul(K=784, M=100, N=100)}. */
  @Override
  public String toString() {
    return constants.entrySet().stream()
        .map(constant -> constant.getKey() + "=" + constant.getValue())
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  @Override
  public int compareTo(Kernel other) {
    int byText = toString().compareTo(other.toString());
    return byText != 0 ? byText : headers.toString().compareTo(other.headers.toString());
  }
}
