package dev.pulmu.datasets.images;

import dev.pulmu.datasets.Shape;
import dev.pulmu.pictures.PictureFormat;
import java.util.Optional;

/**
 * How pictures become rows.
 *
 * @param size height × width that they are brought to; without it they are wanted to have one size
 * @param testShare of the pictures of each class that is drawn to test with, where the directory
 *     does not say it itself; 0 draws none
 * @param seed decides which
 */
public record PictureOptions(Optional<Shape> size, Channels channels, double testShare, long seed) {
  /** The share that is drawn to test with if nobody says another. */
  public static final double TEST_SHARE = 0.1;

  private static final int MOST_PIXELS = 100_000_000;

  /** Pictures as they are, drawn as a run does that is told no seed. */
  public static final PictureOptions DEFAULT = ofSeed(42);

  public PictureOptions {
    size.ifPresent(PictureOptions::requireSize);
  }

  /** Pictures as they are, drawn by this seed. */
  public static PictureOptions ofSeed(long seed) {
    return new PictureOptions(Optional.empty(), Channels.AUTO, TEST_SHARE, seed);
  }

  /**
   * Pictures for a model that takes samples of this shape.
   *
   * @throws IllegalArgumentException if it is no shape of pictures
   */
  public PictureOptions with(Shape shape) {
    PictureFormat format = PictureFormat.of(shape);
    return new PictureOptions(
        Optional.of(Shape.of(format.height(), format.width())),
        format.channels() == PictureFormat.RGB ? Channels.RGB : Channels.GREY,
        testShare,
        seed);
  }

  /**
   * Checks that a shape is a height and a width.
   *
   * @throws IllegalArgumentException if not
   */
  public static void requireSize(Shape size) {
    if (size.sizes().size() != 2 || size.size() > MOST_PIXELS) {
      throw new IllegalArgumentException("size wants a height and a width, as in 28x28, of at most "
          + MOST_PIXELS + " pixels, came '" + size.text() + "'");
    }
  }
}
