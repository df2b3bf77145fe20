package dev.pulmu.datasets.folder;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.lookup.DatasetSource;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A user's own table: {@code train.csv} and {@code test.csv} in one directory, with the same
 * columns. Some columns are targets; all others are features and hold numbers, which are used as
 * they are, as f32: nothing is learnt from the rows about how to scale them.
 *
 * @param targets which columns are targets; only listed without
 */
public record CsvFolder(Optional<TargetColumns> targets) implements DatasetSource {
  public static final String NAME = "csv";

  private static final String TRAIN = "train.csv";
  private static final String TEST = "test.csv";
  public static final List<String> FILES = List.of(TRAIN, TEST);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(Lookup lookup) {
    Path directory = directory(lookup);
    try (CsvFile train = new CsvFile(directory.resolve(TRAIN), lookup.listener());
        CsvFile test = new CsvFile(directory.resolve(TEST), lookup.listener())) {
      test.header().requireSameAs(train.header());
      CsvTable table = new CsvTable(train, wanted());
      table.addAll(train);
      List<String> classNames = table.nameClasses(train);
      return dataset(table, classNames, table.addAll(test));
    }
  }

  /**
   * The table to test a model on, for which the test rows alone are enough.
   *
   * @param classes those of the model, which are taken where there are no training rows
   */
  public Dataset loadTest(Lookup lookup, List<String> classes) {
    Path directory = directory(lookup);
    if (Files.exists(directory.resolve(TRAIN))) {
      return load(lookup);
    }
    try (CsvFile test = new CsvFile(directory.resolve(TEST), lookup.listener())) {
      CsvTable table = new CsvTable(test, wanted());
      table.takeClasses(wanted().kind() == TargetColumns.Kind.LABELS ? classes : List.of());
      return dataset(table, classes, table.addAll(test));
    }
  }

  private static Path directory(Lookup lookup) {
    Path directory = lookup
        .directory()
        .orElseThrow(() -> new IllegalArgumentException(
            "data set 'csv' is a table of yours; pass --data DIR with train.csv and test.csv"));
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + ": no such directory; data set 'csv' wants train.csv and test.csv in it");
    }
    return directory;
  }

  private TargetColumns wanted() {
    TargetColumns wanted = targets.orElseThrow(() -> new IllegalArgumentException(
        "data set 'csv' wants to know its targets; pass --targets 'numbers(COLUMN,..)'"
            + " or --targets 'labels(COLUMN)'"));
    if (wanted.kind() == TargetColumns.Kind.EITHER) {
      String names = String.join(",", wanted.names());
      throw new IllegalArgumentException("targets want to be numbers(" + names + ") or labels("
          + names + ") where columns are used as they are (recipe none), came '" + names + "'");
    }
    return wanted;
  }

  @Override
  public Listing list(Lookup lookup) {
    return new Listing(NAME, Optional.empty(), 0, 0, Listing.State.YOURS);
  }

  @Override
  public Path fetch(Lookup lookup) {
    throw new IllegalArgumentException(
        "data set 'csv' is a table of yours: there is nothing to fetch; pass --data DIR to train");
  }

  private static Dataset dataset(CsvTable table, List<String> classNames, int testRows) {
    return new Dataset(NAME, table.features(), table.targets(), classNames, testRows)
        .withTable(table.columns());
  }
}
