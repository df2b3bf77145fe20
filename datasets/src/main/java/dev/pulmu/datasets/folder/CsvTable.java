package dev.pulmu.datasets.folder;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Gathers the rows of tables with the same columns: features, and targets beside them. */
final class CsvTable {
  private static final String NUMBER = "[+-]?[0-9]+([.][0-9]+)?";

  private final TableColumns columns;
  private final int[] featureAt;
  private final int[] targetAt;
  private final List<float[]> features = new ArrayList<>();
  private final List<float[]> numbers = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Map<String, Integer> classes = new HashMap<>();
  private String known = "train.csv has";
  private String advice = "have every class in train.csv, or take the row out";

  /**
   * An empty table with the columns of a file.
   *
   * @throws DataException if a target is no column of it, or no column is left as feature
   */
  CsvTable(CsvFile file, TargetColumns targets) {
    this.targetAt = targets.names().stream().mapToInt(file.header()::column).toArray();
    List<String> names = new ArrayList<>(file.header().names());
    names.removeAll(Set.copyOf(targets.names()));
    if (names.isEmpty()) {
      throw new DataException(file.path() + ": every column is a target, at least one feature is"
          + " wanted; name fewer targets");
    }
    this.featureAt = names.stream().mapToInt(file.header()::column).toArray();
    this.columns = new TableColumns(names, targets);
  }

  TableColumns columns() {
    return columns;
  }

  /**
   * Adds all rows of a file, and says how many they were.
   *
   * @throws DataException if there are none, a cell makes no sense, or, once classes have names, a
   *     label is none of them
   */
  int addAll(CsvFile file) {
    int before = features.size();
    Optional<List<String>> row = file.next();
    while (row.isPresent()) {
      add(file, row.get());
      row = file.next();
    }
    if (features.size() == before) {
      throw new DataException(
          file.path() + ": at least one row below the names of the columns wanted, there is none");
    }
    return features.size() - before;
  }

  /**
   * Ends the list of classes with the labels so far.
   *
   * @return their names, sorted: as numbers if all are numbers; none where targets are numbers
   * @throws DataException if there are fewer than two
   */
  List<String> nameClasses(CsvFile file) {
    if (columns.targets().kind() == TargetColumns.Kind.NUMBERS) {
      return List.of();
    }
    List<String> names = new ArrayList<>(new TreeSet<>(labels));
    if (names.stream().allMatch(name -> name.matches(NUMBER))) {
      names.sort(Comparator.comparing(BigDecimal::new));
      for (int i = 1; i < names.size(); i++) {
        if (new BigDecimal(names.get(i)).compareTo(new BigDecimal(names.get(i - 1))) == 0) {
          throw wrong(
              file,
              "one spelling for each number wanted, came '" + names.get(i - 1) + "' and '"
                  + names.get(i) + "'; write it one way");
        }
      }
    }
    if (names.size() < 2) {
      throw wrong(
          file,
          "at least two classes wanted, all rows have '" + names.get(0)
              + "'; take a column whose labels differ");
    }
    names.forEach(name -> classes.put(name, classes.size()));
    return List.copyOf(names);
  }

  /** Takes the classes of a model in place of those that labels would name. */
  void takeClasses(List<String> names) {
    known = "the model knows";
    advice = "take the row out";
    names.forEach(name -> classes.put(name, classes.size()));
  }

  Features features() {
    return new Features.Floats(joined(features, featureAt.length), featureAt.length, 1, 0);
  }

  Targets targets() {
    return classes.isEmpty()
        ? new Targets.Values(joined(numbers, targetAt.length), targetAt.length)
        : new Targets.Labels(labels.stream().mapToInt(classes::get).toArray(), classes.size());
  }

  private void add(CsvFile file, List<String> row) {
    features.add(numbers(file, row, featureAt));
    if (columns.targets().kind() == TargetColumns.Kind.NUMBERS) {
      numbers.add(numbers(file, row, targetAt));
      return;
    }
    String label = file.name(row, targetAt[0]);
    if (!classes.isEmpty() && !classes.containsKey(label)) {
      throw file.wrong(
          targetAt[0], "a label that " + known + " wanted, came '" + label + "'; " + advice);
    }
    labels.add(label);
  }

  private static float[] numbers(CsvFile file, List<String> row, int[] at) {
    float[] values = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      values[i] = file.number(row, at[i]);
    }
    return values;
  }

  private float[] joined(List<float[]> rows, int width) {
    long length = (long) rows.size() * width;
    if (length > Features.LARGEST) {
      throw new DataException("data set 'csv' has " + rows.size() + " rows of " + width
          + " numbers; one table holds " + Features.LARGEST + " numbers");
    }
    float[] all = new float[(int) length];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, all, row * width, width);
    }
    return all;
  }

  private DataException wrong(CsvFile file, String what) {
    return new DataException(
        file.path() + ": column '" + columns.targets().names().get(0) + "': " + what);
  }
}
