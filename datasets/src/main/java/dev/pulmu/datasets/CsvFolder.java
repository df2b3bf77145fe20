package dev.pulmu.datasets;

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
record CsvFolder(Optional<TargetColumns> targets) implements DatasetSource {
  static final String NAME = "csv";

  private static final String TRAIN = "train.csv";
  private static final String TEST = "test.csv";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(Lookup lookup) {
    Path directory = lookup
        .directory()
        .orElseThrow(() -> new IllegalArgumentException(
            "data set 'csv' is a table of yours; pass --data DIR with train.csv and test.csv"));
    TargetColumns wanted = targets.orElseThrow(() -> new IllegalArgumentException(
        "data set 'csv' wants to know its targets; pass --targets 'numbers(COLUMN,..)'"
            + " or --targets 'labels(COLUMN)'"));
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + ": no such directory; data set 'csv' wants train.csv and test.csv in it");
    }
    try (CsvFile train = new CsvFile(directory.resolve(TRAIN), lookup.listener());
        CsvFile test = new CsvFile(directory.resolve(TEST), lookup.listener())) {
      test.header().requireSameAs(train.header());
      return read(new CsvTable(train, wanted), train, test);
    }
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

  private static Dataset read(CsvTable table, CsvFile train, CsvFile test) {
    table.addAll(train);
    List<String> classNames = table.nameClasses(train);
    int testRows = table.addAll(test);
    return new Dataset(NAME, table.features(), table.targets(), classNames, testRows)
        .withTable(table.columns());
  }
}
