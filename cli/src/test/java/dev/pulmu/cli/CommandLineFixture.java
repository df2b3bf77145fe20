package dev.pulmu.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The command line within this JVM, and a small data set in MNIST's form. */
final class CommandLineFixture {
  static final int TRAIN = 600;
  static final int TEST = 100;
  private static final int SIDE = 5;

  private CommandLineFixture() {}

  /** What a command gave. */
  record Result(int status, String out, String err) {
    /** The lines of standard error. */
    List<String> errorLines() {
      return err.lines().toList();
    }
  }

  /** Runs a command; its standard streams come back as text. */
  static Result pulmu(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }

  /** Writes four IDX files: images in which ten classes light up different pixels, and noise. */
  static Path data(Path directory) throws IOException {
    Files.createDirectories(directory);
    write(directory, "train", TRAIN, new Random(1));
    write(directory, "t10k", TEST, new Random(2));
    return directory;
  }

  /** Every file and directory below this one. */
  static List<String> tree(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static void write(Path directory, String part, int count, Random random)
      throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int sample = 0; sample < count; sample++) {
      int label = random.nextInt(10);
      labels.put((byte) label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        images.put((byte) (random.nextInt(90) + (pixel % 10 == label ? 110 : 0)));
      }
    }
    Files.write(directory.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(directory.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
