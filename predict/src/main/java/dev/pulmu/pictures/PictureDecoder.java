package dev.pulmu.pictures;

import dev.pulmu.datasets.Shape;
import dev.pulmu.files.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads the bytes of a picture's file through ImageIO.
 *
 * <p>The numbers are taken from its raster and never through {@code getRGB} or a drawing, which
 * take a grey of 8 or 16 bits for linear light and make it brighter (128 becomes 188).
 */
final class PictureDecoder {
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

  /**
   * A small file can claim a large picture; what is larger than this is not meant for a network.
   */
  private static final long MOST_PIXELS = 100_000_000;

  private static final int OPAQUE = 255;

  private final String name;
  private final List<String> warnings = new ArrayList<>();

  private PictureDecoder(String name) {
    this.name = name;
  }

  private interface Work<T> {
    T with(ImageReader reader) throws IOException;
  }

  static Picture decode(String name, byte[] file) {
    PictureDecoder decoder = new PictureDecoder(name);
    return decoder.read(file, reader -> {
      BufferedImage image = reader.read(0);
      if (isJpeg(reader) && image.getRaster().getNumBands() > 3) {
        throw decoder.forPrinting(null);
      }
      return decoder.picture(image);
    });
  }

  static Shape size(String name, byte[] file) {
    return new PictureDecoder(name)
        .read(file, reader -> Shape.of(reader.getHeight(0), reader.getWidth(0)));
  }

  private <T> T read(byte[] file, Work<T> work) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(in);
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        requireSmall(reader);
        T result = work.with(reader);
        requireWhole();
        return result;
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw e instanceof DataException known ? known : unreadable(e);
    }
  }

  private ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new DataException(
        name + ": its bytes are no PNG, JPEG, GIF or BMP, whatever its name is; save it as a PNG");
  }

  private void requireSmall(ImageReader reader) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new DataException(name + ": at most " + MOST_PIXELS + " pixels wanted, it has "
          + reader.getWidth(0) + " × " + reader.getHeight(0) + "; make it smaller");
    }
  }

  /** Of a JPEG that is cut, ImageIO gives the rest in grey, and says so in a warning only. */
  private void requireWhole() {
    for (String warning : warnings) {
      String plain = warning.toLowerCase(Locale.ROOT);
      if (plain.contains("premature") || plain.contains("truncated")) {
        throw new DataException(name + ": is cut (" + warning + "); get the file again");
      }
    }
  }

  private DataException unreadable(Exception e) {
    if ("Unsupported Image Type".equals(e.getMessage())) {
      return forPrinting(e);
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DataException(
        name + ": is damaged or cut (" + reason.strip().replaceAll("\\s*\\R\\s*", " ")
            + "); get the file again",
        e);
  }

  private static boolean isJpeg(ImageReader reader) throws IOException {
    return reader.getFormatName().equalsIgnoreCase("jpeg");
  }

  /**
   * ImageIO refuses four channels that say they are CMYK; others it takes for colours and alpha.
   */
  private DataException forPrinting(Exception cause) {
    return new DataException(
        name + ": a JPEG in grey or RGB wanted, this has other channels, such as CMYK for printing;"
            + " save it as RGB",
        cause);
  }

  private Picture picture(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    int[] argb = new int[image.getWidth() * image.getHeight()];
    if (colours instanceof ComponentColorModel) {
      components(image, argb);
    } else {
      packed(image, argb);
    }
    byte[][] channels = new byte[3][argb.length];
    for (int pixel = 0; pixel < argb.length; pixel++) {
      int alpha = argb[pixel] >>> 24;
      for (int channel = 0; channel < channels.length; channel++) {
        int value = argb[pixel] >>> 16 - 8 * channel & 0xFF;
        channels[channel][pixel] = (byte) onWhite(value, alpha);
      }
    }
    return new Picture(image.getHeight(), image.getWidth(), List.of(channels));
  }

  private static int onWhite(int value, int alpha) {
    return (value * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
  }

  /** Palettes, and pixels packed into one number: their colours are sRGB as they stand. */
  private static void packed(BufferedImage image, int[] argb) {
    Object pixel = null;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        pixel = image.getRaster().getDataElements(x, y, pixel);
        argb[y * image.getWidth() + x] = image.getColorModel().getRGB(pixel);
      }
    }
  }

  /** One number a channel: grey or red, green and blue, perhaps with an alpha behind them. */
  private void components(BufferedImage image, int[] argb) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int type = raster.getTransferType();
    boolean bytes = type == DataBuffer.TYPE_BYTE;
    if (bands > 4 || !bytes && type != DataBuffer.TYPE_USHORT) {
      throw new DataException(
          name + ": 8 or 16 bits a channel wanted in at most 4 channels, it has "
              + image.getColorModel() + "; save it as a PNG");
    }
    boolean hasAlpha = bands % 2 == 0;
    int width = image.getWidth();
    int[] line = new int[width * bands];
    int[] most = IntStream.of(image.getSampleModel().getSampleSize())
        .map(bits -> (1 << bits) - 1)
        .toArray();
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, line);
      for (int x = 0; x < width; x++) {
        int pixel = 0;
        for (int channel = 0; channel < 3; channel++) {
          int band = bands < 3 ? 0 : channel;
          pixel = pixel << 8 | eight(line[x * bands + band], most[band]);
        }
        int alpha = hasAlpha ? eight(line[x * bands + bands - 1], most[bands - 1]) : OPAQUE;
        argb[y * width + x] = alpha << 24 | pixel;
      }
    }
  }

  private static int eight(int value, int most) {
    return (int) ((value * 255L + most / 2) / most);
  }
}
