package dev.pulmu.pictures;

import dev.pulmu.datasets.Shape;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A picture as 8-bit numbers, grey or red, green and blue, in the values that its file stores:
 * colour profiles are not applied, and a camera's note on which side is up (EXIF) is not followed.
 *
 * <p>16 bits are rounded to the nearest 8. A palette and a GIF's are looked up; of several pictures
 * in a file the first is taken. What is see-through shows white, as on a page. A picture is grey
 * where red, green and blue are equal in every pixel, however its file stores them.
 */
public final class Picture {
  /** Red, green and blue of one pixel count so much for its grey: ITU-R BT.601, in 65536ths. */
  private static final int[] LUMA = {19595, 38470, 7471};

  private final int height;
  private final int width;
  private final List<byte[]> channels;

  /** @param channels (height, width) bytes each: grey, or red, green and blue */
  Picture(int height, int width, List<byte[]> channels) {
    this.height = height;
    this.width = width;
    boolean alike = channels.stream().allMatch(other -> Arrays.equals(other, channels.get(0)));
    this.channels = List.copyOf(alike ? channels.subList(0, 1) : channels);
  }

  /**
   * Reads a picture's file.
   *
   * @throws DataException if it cannot be read, is none of the four formats, or is damaged
   */
  public static Picture read(Path file) {
    return decode(file.toString(), bytes(file));
  }

  /**
   * Reads the bytes of a picture's file.
   *
   * @param name what messages call it
   * @throws DataException as {@link #read} does
   */
  public static Picture decode(String name, byte[] file) {
    return PictureDecoder.decode(name, file);
  }

  /**
   * The height and width of a picture, of which nothing but the header is read.
   *
   * @throws DataException as {@link #read} does
   */
  public static Shape sizeOf(Path file) {
    return PictureDecoder.size(file.toString(), bytes(file));
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Whether it has no colour. */
  public boolean isGrey() {
    return channels.size() == 1;
  }

  /**
   * The row of this picture for a network. It is made as large as fits the shape, its height to its
   * width as they were, and stands in the middle of black. Where it has the shape's size already,
   * its bytes stay what they are. Nothing is inverted: MNIST's digits are light on dark.
   *
   * @param shape what {@link PictureFormat#of} takes
   * @return as many bytes as the shape has numbers, 0 black to 255, one channel after the other
   * @throws IllegalArgumentException if the shape is none of these
   */
  public byte[] row(Shape shape) {
    PictureFormat format = PictureFormat.of(shape);
    byte[] row = new byte[shape.size()];
    int plane = format.height() * format.width();
    for (int channel = 0; channel < format.channels(); channel++) {
      byte[] values = format.channels() == 1 ? grey() : channels.get(isGrey() ? 0 : channel);
      fit(values, format, row, channel * plane);
    }
    return row;
  }

  /** Red, green and blue as they seem to the eye, of the values that the file stores. */
  private byte[] grey() {
    if (isGrey()) {
      return channels.get(0);
    }
    byte[] grey = new byte[height * width];
    for (int pixel = 0; pixel < grey.length; pixel++) {
      int sum = 1 << 15;
      for (int channel = 0; channel < LUMA.length; channel++) {
        sum += LUMA[channel] * (channels.get(channel)[pixel] & 0xFF);
      }
      grey[pixel] = (byte) (sum >> 16);
    }
    return grey;
  }

  private void fit(byte[] values, PictureFormat format, byte[] row, int at) {
    boolean wide = (long) width * format.height() >= (long) height * format.width();
    int newWidth = wide ? format.width() : part(width, format.height(), height);
    int newHeight = wide ? part(height, format.width(), width) : format.height();
    byte[] resized = Resizing.of(values, height, width, newHeight, newWidth);
    int left = (format.width() - newWidth) / 2;
    int top = (format.height() - newHeight) / 2;
    for (int y = 0; y < newHeight; y++) {
      int to = at + (top + y) * format.width() + left;
      System.arraycopy(resized, y * newWidth, row, to, newWidth);
    }
  }

  /** {@code side · size / other}, rounded, of which something is left at least. */
  private static int part(int side, int size, int other) {
    return (int) Math.max(1, ((long) side * size * 2 + other) / (2L * other));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
