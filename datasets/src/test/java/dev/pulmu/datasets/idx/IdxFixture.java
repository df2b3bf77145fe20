package dev.pulmu.datasets.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small IDX files, written from the format's own description. */
public final class IdxFixture {
  private IdxFixture() {}

  /** Images of 2×3 whose pixel p of image i is 16 i + p. */
  public static byte[] images(int count) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * 6);
    file.putInt(0x00000803).putInt(count).putInt(2).putInt(3);
    for (int image = 0; image < count; image++) {
      for (int pixel = 0; pixel < 6; pixel++) {
        file.put((byte) (16 * image + pixel));
      }
    }
    return file.array();
  }

  public static byte[] labels(int... values) {
    ByteBuffer file = ByteBuffer.allocate(8 + values.length);
    file.putInt(0x00000801).putInt(values.length);
    for (int value : values) {
      file.put((byte) value);
    }
    return file.array();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The four files that MNIST has, with 3 images to train on and 2 to test with. */
  public static Path folder(Path directory, String suffix) {
    boolean gz = suffix.endsWith(".gz");
    byte[][] files = {images(3), labels(5, 0, 9), images(2), labels(1, 2)};
    String[] names = {
      "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"
    };
    for (int i = 0; i < files.length; i++) {
      write(directory.resolve(names[i] + suffix), gz ? gzip(files[i]) : files[i]);
    }
    return directory;
  }
}
