package dev.pulmu.config;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.ColumnProfile;
import dev.pulmu.datasets.table.TableData;
import dev.pulmu.datasets.table.TableRules;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.model.Model;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the table that a configuration asks for, as its settings say. */
final class TableLoading {
  private TableLoading() {}

  /** Whether the data is a table whose columns become features by a recipe. */
  static boolean isWanted(RunConfig config, Lookup lookup) {
    return config.get(TableSettings.RECIPE) == TableSettings.Columns.FITTED
        && Datasets.isTable(config.get(Settings.DATASET), lookup);
  }

  /**
   * Reads it.
   *
   * @param from the model to begin with, whose recipe is taken if it has one
   * @param shown whether the look-up's listener hears what is in its columns
   */
  static Dataset load(RunConfig config, Lookup lookup, Optional<Model> from, boolean shown) {
    Path place = lookup
        .directory()
        .orElseThrow(() -> new IllegalArgumentException("data set 'csv' is a table of yours; pass"
            + " --data FILE, or --data DIR with train.csv and test.csv"));
    TableRules rules = new TableRules(
        config.get(Settings.TARGETS),
        config.get(TableSettings.COLUMNS),
        config.get(TableSettings.MISSING),
        config.get(TableSettings.BAD_ROWS) == TableSettings.BadRows.SKIP,
        config.get(TableSettings.SPLIT),
        config.get(Settings.SEED));
    Optional<Model> fitted = from.filter(model -> model.recipe().isPresent());
    TableData table = fitted.isPresent()
        ? Tables.read(
            lookup, place, rules, fitted.get().recipe().get(), fitted.get().classNames())
        : Tables.read(lookup, place, rules);
    if (shown) {
      ColumnProfile.lines(table.profile()).forEach(lookup.listener()::note);
    }
    table.notes().forEach(lookup.listener()::note);
    return table.dataset();
  }
}
