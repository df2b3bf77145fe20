package dev.pulmu.datasets.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws files of one colour. */
final class Pictures {
  private Pictures() {}

  /** @param rgb 0xRRGGBB; a grey is written as a grey picture */
  static Path write(Path file, int height, int width, int rgb) {
    boolean grey = rgb % 0x010101 == 0;
    BufferedImage image = new BufferedImage(
        width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      if (grey) {
        image.getRaster().setSample(i % width, i / width, 0, rgb & 0xFF);
      } else {
        image.setRGB(i % width, i / width, rgb);
      }
    }
    try {
      Files.createDirectories(file.getParent());
      String name = file.getFileName().toString();
      ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }
}
