package dev.pulmu.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The data sets that are known by name. */
public final class Datasets {
  /**
   * Handwritten digits, 28×28 (LeCun, Cortes, Burges: "The MNIST database of handwritten digits",
   * 1998).
   */
  public static final IdxFolder MNIST =
      new IdxFolder("mnist", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

  private static final List<DatasetSource> KNOWN = List.of(MNIST, new Digits());

  private Datasets() {}

  /** The names that {@link #load} knows. */
  public static List<String> names() {
    return KNOWN.stream().map(DatasetSource::name).toList();
  }

  /**
   * Reads the data set of this name.
   *
   * @param directory where its files are, if the user said so
   * @throws IllegalArgumentException if no data set has this name
   * @throws DataException if its files are not to be found or cannot be trusted
   */
  public static Dataset load(String name, Optional<Path> directory) {
    return KNOWN.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no data set '" + name + "'; known: " + String.join(", ", names())))
        .load(directory);
  }
}
