import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a small stand-in for MNIST in its file format: ten fixed patterns of 28×28 pixels under
 * noise. {@code java MakeIdx.java FOLDER}
 */
class MakeIdx {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Random random = new Random(1);
    byte[][] patterns = new byte[CLASSES][SIDE * SIDE];
    for (byte[] pattern : patterns) {
      random.nextBytes(pattern);
    }
    write(folder, "train", 6000, patterns, random);
    write(folder, "t10k", 1000, patterns, random);
  }

  private static void write(Path folder, String name, int count, byte[][] patterns, Random random)
      throws IOException {
    try (DataOutputStream images = open(folder.resolve(name + "-images-idx3-ubyte.gz"));
        DataOutputStream labels = open(folder.resolve(name + "-labels-idx1-ubyte.gz"))) {
      images.writeInt(0x803);
      images.writeInt(count);
      images.writeInt(SIDE);
      images.writeInt(SIDE);
      labels.writeInt(0x801);
      labels.writeInt(count);
      for (int i = 0; i < count; i++) {
        int label = random.nextInt(CLASSES);
        labels.writeByte(label);
        for (byte pixel : patterns[label]) {
          images.writeByte(random.nextInt(3) == 0 ? random.nextInt(256) : pixel);
        }
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
  }
}
