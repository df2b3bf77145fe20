package dev.pulmu.datasets.idx;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A data set in the four IDX files that MNIST made usual, plain or gzipped, in one directory:
 * images and labels to train on ("train") and to test with ("t10k" or "test").
 *
 * @param name what it is called
 * @param classNames names of the classes, in the order of the labels; where these are the numbers
 *     from 0 on, the labels decide which numbers are classes: all from the least to the greatest
 */
public record IdxFolder(String name, List<String> classNames) {
  public IdxFolder {
    classNames = List.copyOf(classNames);
  }

  /**
   * Reads the four files of a directory; however many images of whatever size they hold.
   *
   * @param directory with the files; or, where these have a prefix, the directory and the prefix
   * @throws DataException if a file is missing or cannot be trusted, or training and test images
   *     differ in size
   */
  public Dataset load(Path directory) {
    IdxFiles files = IdxFiles.at(directory, name);
    return read(reader(files, 0), reader(files, 2));
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
    if (samples * columns > Features.LARGEST) {
      throw new DataException("data set '" + name + "' has " + samples + " images of " + columns
          + " bytes; one table holds " + Features.LARGEST + " bytes");
    }
    byte[] pixels = new byte[(int) samples * columns];
    int[] labels = new int[(int) samples];
    CompletableFuture<Void> testRead = CompletableFuture.runAsync(
        () -> test.readAll(pixels, trainRows * columns, labels, trainRows));
    train.readAll(pixels, 0, labels, 0);
    await(testRead);
    List<String> classes = IdxClasses.of(classNames, labels, train, test);
    return new Dataset(
        name,
        new Features.Bytes(pixels, columns, 1f / 255, 0),
        new Targets.Labels(labels, classes.size()),
        classes,
        test.count());
  }

  private IdxRecordReader reader(IdxFiles files, int part) {
    int most = IdxClasses.areNumbers(classNames) ? IdxClasses.MOST : classNames.size();
    return new IdxRecordReader(
        files.require(IdxFiles.PARTS.get(part), name),
        files.require(IdxFiles.PARTS.get(part + 1), name),
        most);
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
