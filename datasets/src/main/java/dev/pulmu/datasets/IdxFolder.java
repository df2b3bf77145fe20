package dev.pulmu.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * A data set in the four IDX files that MNIST made usual, plain or gzipped, in one directory:
 * images and labels to train on ("train") and to test with ("t10k").
 *
 * @param name what it is called
 * @param classNames names of the classes, in the order of the labels
 */
public record IdxFolder(String name, List<String> classNames) {
  private static final String IMAGES = "images-idx3-ubyte";
  private static final String LABELS = "labels-idx1-ubyte";
  static final List<String> PARTS =
      List.of("train-" + IMAGES, "train-" + LABELS, "t10k-" + IMAGES, "t10k-" + LABELS);
  private static final String FILES = String.format(
      Locale.ROOT,
      "train-%1$s, train-%2$s, t10k-%1$s and t10k-%2$s (plain or .gz)",
      IMAGES,
      LABELS);

  public IdxFolder {
    classNames = List.copyOf(classNames);
  }

  /**
   * Reads the four files of a directory; however many images of whatever size they hold.
   *
   * @throws DataException if a file is missing or cannot be trusted, or training and test images
   *     differ in size
   */
  public Dataset load(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + ": no such directory; data set '" + name + "' wants " + FILES + " in it");
    }
    return read(reader(directory, "train-"), reader(directory, "t10k-"));
  }

  /**
   * The data set that two readers give: all training rows, then all test rows, read side by side
   * into one table.
   *
   * @throws DataException if the readers find their files wrong, or training and test images differ
   *     in size
   */
  public Dataset read(IdxRecordReader train, IdxRecordReader test) {
    int columns = train.columns();
    if (test.columns() != columns) {
      throw new DataException("data set '" + name + "' wants images of one size, came " + columns
          + " bytes an image to train on and " + test.columns() + " to test with");
    }
    int trainRows = train.count();
    long samples = (long) trainRows + test.count();
    if (samples * columns > IdxFile.LARGEST_ARRAY) {
      throw new DataException("data set '" + name + "' has " + samples + " images of " + columns
          + " bytes; one table holds " + IdxFile.LARGEST_ARRAY + " bytes");
    }
    byte[] pixels = new byte[(int) samples * columns];
    int[] labels = new int[(int) samples];
    CompletableFuture<Void> testRead = CompletableFuture.runAsync(
        () -> test.readAll(pixels, trainRows * columns, labels, trainRows));
    train.readAll(pixels, 0, labels, 0);
    await(testRead);
    return new Dataset(
        name,
        new Features.Bytes(pixels, columns, 1f / 255, 0),
        new Targets.Labels(labels, classNames.size()),
        classNames,
        test.count());
  }

  private IdxRecordReader reader(Path directory, String part) {
    return new IdxRecordReader(
        require(directory, part + IMAGES), require(directory, part + LABELS), classNames.size());
  }

  /** Whether a directory has all four files; what is in them is another matter. */
  boolean isIn(Path directory) {
    return PARTS.stream().allMatch(file -> find(directory, file).isPresent());
  }

  /** A file of this name in a directory, however it is spelt there. */
  static Optional<Path> find(Path directory, String file) {
    return spellings(file).map(directory::resolve).filter(Files::exists).findFirst();
  }

  private static Stream<String> spellings(String file) {
    return Stream.of(file, dotted(file)).flatMap(name -> Stream.of(name, name + ".gz"));
  }

  private static String dotted(String file) {
    return file.replace("-idx", ".idx");
  }

  private Path require(Path directory, String file) {
    return find(directory, file)
        .orElseThrow(() -> new DataException(directory + ": no " + file + " in it (nor .gz, nor "
            + dotted(file) + "); data set '" + name + "' wants " + FILES));
  }

  private static void await(CompletableFuture<Void> read) {
    try {
      read.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DataException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
