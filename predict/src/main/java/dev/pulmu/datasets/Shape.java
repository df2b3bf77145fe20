package dev.pulmu.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a sample, outermost first: {@code 784} numbers, {@code 28x28} pixels,
 * {@code 3x32x32} channels of pixels. Its numbers lie row by row, the last size running fastest.
 *
 * @param sizes at least one, each at least 1; their product is an {@code int}
 */
public record Shape(List<Integer> sizes) {
  public Shape {
    sizes = List.copyOf(sizes);
    long numbers = 1;
    for (int size : sizes) {
      numbers = size < 1 || numbers > Integer.MAX_VALUE ? Long.MAX_VALUE : numbers * size;
    }
    if (sizes.isEmpty() || numbers > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the shape of a sample wants sizes of at least 1 and at"
          + " most " + Integer.MAX_VALUE + " numbers in all, came '" + text(sizes) + "'");
    }
  }

  public static Shape of(int... sizes) {
    return new Shape(Arrays.stream(sizes).boxed().toList());
  }

  /**
   * Reads a shape, {@code 28x28}.
   *
   * @throws IllegalArgumentException saying what was wanted and what came
   */
  public static Shape parse(String text) {
    String plain = text.strip();
    if (!plain.matches("\\d{1,10}([xX]\\d{1,10})*")) {
      throw new IllegalArgumentException(
          "the shape of a sample wants the form 784 or 28x28, came '" + plain + "'");
    }
    return new Shape(Arrays.stream(plain.split("[xX]"))
        .map(size -> (int) Math.min(Long.parseLong(size), Integer.MAX_VALUE))
        .toList());
  }

  /** How many numbers a sample has. */
  public int size() {
    return sizes.stream().reduce(1, (a, b) -> a * b);
  }

  /** What {@link #parse} reads back. */
  public String text() {
    return text(sizes);
  }

  private static String text(List<Integer> sizes) {
    return sizes.stream().map(Object::toString).collect(Collectors.joining("x"));
  }
}
