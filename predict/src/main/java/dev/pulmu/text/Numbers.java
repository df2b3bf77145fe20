package dev.pulmu.text;

import java.math.BigInteger;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads and writes numbers as people write them. */
public final class Numbers {
  private static final int FEW = 8;

  private Numbers() {}

  /**
   * Reads a number; "nan" and "inf" are numbers too, and it is for the receiver to refuse them.
   *
   * @param who who asks, for the message
   * @throws IllegalArgumentException naming who and the text
   */
  public static double parse(String who, String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    switch (plain) {
      case "nan":
        return Double.NaN;
      case "inf", "infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf", "-infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        break;
    }
    if (!plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
      throw new IllegalArgumentException(who + " wants a number, came '" + text.strip() + "'");
    }
    return Double.parseDouble(plain);
  }

  /**
   * Reads a number that is kept as a float; one that would silently become 0 or infinite there is
   * refused.
   *
   * @param who who asks, for the message
   * @throws IllegalArgumentException naming who and the text
   */
  public static float parseFloat(String who, String text) {
    double value = parse(who, text);
    float kept = (float) value;
    if (kept == 0 && value != 0 || Float.isInfinite(kept) && !Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          who + " wants a number that a 32-bit float can hold, came " + text.strip());
    }
    return kept;
  }

  /**
   * Reads a whole number.
   *
   * @param who who asks, for the message
   * @throws IllegalArgumentException naming who and the text, if it is not in {@code least..most}
   */
  public static long whole(String who, String text, long least, long most) {
    String plain = text.strip();
    if (!plain.matches("[+-]?\\d+")) {
      throw new IllegalArgumentException(who + " wants a whole number, came '" + plain + "'");
    }
    BigInteger value = new BigInteger(plain);
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      throw new IllegalArgumentException(
          who + " wants a whole number of at least " + least + ", came " + plain);
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new IllegalArgumentException(
          who + " wants a whole number of at most " + most + ", came " + plain);
    }
    return value.longValue();
  }

  /**
   * The shortest text that reads back to the same float: {@code 0.001}, {@code 1e-8}, {@code 128}.
   */
  public static String text(float value) {
    return shorten(Float.toString(value));
  }

  /** The shortest text that reads back to the same double. */
  public static String text(double value) {
    return shorten(Double.toString(value));
  }

  /** The first of some numbers and how many there are, for people: {@code [0.5, 1, … of 784]}. */
  public static String few(float[] values) {
    return Stream.concat(
            IntStream.range(0, Math.min(FEW, values.length)).mapToObj(i -> text(values[i])),
            values.length > FEW ? Stream.of("… of " + values.length) : Stream.empty())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String shorten(String text) {
    String lower = text.replace("E", "e");
    if (lower.contains(".0e")) {
      return lower.replace(".0e", "e");
    }
    return lower.endsWith(".0") ? lower.substring(0, lower.length() - 2) : lower;
  }
}
