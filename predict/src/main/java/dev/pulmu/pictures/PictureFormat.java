package dev.pulmu.pictures;

import dev.pulmu.datasets.Shape;
import java.util.List;

/**
 * The pictures that a network takes.
 *
 * @param channels 1, grey, or 3, red, green and blue, one after the other
 */
public record PictureFormat(int channels, int height, int width) {
  /** The channels of pictures with colours. */
  public static final int RGB = 3;

  /**
   * The meaning of a shape.
   *
   * @param shape height × width for grey, or 1 × height × width; 3 × height × width for red, green
   *     and blue; one number, a square such as 784, for grey of 28 × 28
   * @throws IllegalArgumentException if it is none of these
   */
  public static PictureFormat of(Shape shape) {
    List<Integer> sizes = shape.sizes();
    int side = (int) Math.sqrt(shape.size());
    if (sizes.size() == 1 && side * side == shape.size()) {
      return new PictureFormat(1, side, side);
    }
    if (sizes.size() == 2) {
      return new PictureFormat(1, sizes.get(0), sizes.get(1));
    }
    if (sizes.size() == 3 && (sizes.get(0) == 1 || sizes.get(0) == RGB)) {
      return new PictureFormat(sizes.get(0), sizes.get(1), sizes.get(2));
    }
    throw new IllegalArgumentException("a network that takes pictures wants a shape of height and"
        + " width, 28x28, of 3 channels, 3x32x32, or a square, 784; this one has " + shape.text());
  }
}
