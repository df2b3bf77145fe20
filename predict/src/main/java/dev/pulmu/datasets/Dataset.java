package dev.pulmu.datasets;

import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A table of samples and three lists of its rows: those to train on, to validate on and to test
 * with. Immutable; every method that changes a list returns a new data set over the same table,
 * whose arrays are shared and must not be changed.
 */
public final class Dataset {
  private final String name;
  private final List<String> classNames;
  private final Samples samples;
  private final Sum sum;
  private final int[] train;
  private final int[] validation;
  private final int[] test;
  private final Optional<TableColumns> table;
  private final Optional<Shape> shape;
  private Samples.Encoded encoded;

  /**
   * A data set whose last {@code testRows} rows are its test rows and whose other rows are its
   * training rows.
   *
   * @param name what it is called in reports
   * @param features (samples, columns)
   * @param targets one row for each row of the features
   * @param classNames one name for each class, in the order of the labels; empty where the targets
   *     are values
   * @param testRows how many of the last rows are test rows; all of them where a model is only to
   *     be tested
   * @throws IllegalArgumentException if these do not fit each other
   */
  public Dataset(
      String name, Features features, Targets targets, List<String> classNames, int testRows) {
    this(name, checked(name, features, targets, testRows), classNames, testRows);
  }

  private Dataset(String name, Samples samples, List<String> classNames, int testRows) {
    this(
        name,
        samples,
        classNames,
        IntStream.range(0, samples.count() - testRows).toArray(),
        new int[0],
        IntStream.range(samples.count() - testRows, samples.count()).toArray());
  }

  /**
   * A data set over rows whose features may depend on which of them are trained on.
   *
   * @param name what it is called in reports
   * @param classNames one name for each class, in the order of the labels; empty where the targets
   *     are values
   * @param train the rows to train on, ascending, as all three lists; no row is in two of them
   * @throws IllegalArgumentException if there is not one name for each class
   */
  public Dataset(
      String name,
      Samples samples,
      List<String> classNames,
      int[] train,
      int[] validation,
      int[] test) {
    this.name = Objects.requireNonNull(name);
    this.samples = samples;
    this.classNames = List.copyOf(classNames);
    int named = samples.targets().match(Targets.Labels::classes, values -> 0);
    if (this.classNames.size() != named) {
      throw new IllegalArgumentException(
          "data set '" + name + "' wants " + named + " class names, came " + this.classNames);
    }
    this.sum = new Sum(samples, test.length);
    this.train = train;
    this.validation = validation;
    this.test = test;
    this.table = Optional.empty();
    this.shape = Optional.empty();
  }

  private Dataset(Dataset from, int[] train, int[] validation, Optional<TableColumns> table) {
    this(from, train, validation, from.test, table, from.shape);
  }

  private Dataset(
      Dataset from,
      int[] train,
      int[] validation,
      int[] test,
      Optional<TableColumns> table,
      Optional<Shape> shape) {
    this.name = from.name;
    this.classNames = from.classNames;
    this.samples = from.samples;
    this.sum = from.sum;
    this.train = train;
    this.validation = validation;
    this.test = test;
    this.table = table;
    this.shape = shape;
  }

  private static Samples checked(String name, Features features, Targets targets, int testRows) {
    int samples = features.samples();
    if (targets.samples() != samples) {
      throw new IllegalArgumentException("data set '" + name + "' wants one target a sample, came "
          + samples + " samples and " + targets.samples() + " targets");
    }
    if (testRows < 0 || testRows > samples) {
      throw new IllegalArgumentException("data set '" + name + "' wants 0.." + samples + " of its "
          + samples + " rows as test rows, came " + testRows);
    }
    return new FixedSamples(features, targets);
  }

  /** The name of the data set in reports. */
  public String name() {
    return name;
  }

  /** The names of the classes, in the order of the labels; empty where the targets are values. */
  public List<String> classNames() {
    return classNames;
  }

  /** The columns by name, where the data is a table that names them. */
  public Optional<TableColumns> table() {
    return table;
  }

  /** The shape of a sample: as many numbers as there are columns, unless it is known better. */
  public Shape shape() {
    return shape.orElseGet(() -> Shape.of(features().columns()));
  }

  /** (samples, columns): the features of every row, whichever list it is in. */
  public Features features() {
    return encoded().features();
  }

  /** One target for each row of the features, standardised where the recipe says so. */
  public Targets targets() {
    return encoded().targets();
  }

  /** One target for each row, as it is in the data. */
  public Targets targetsAsTheyAre() {
    return samples.targets();
  }

  /**
   * What makes features of a table's columns, as fitted on the training rows of this data set;
   * absent where features are used as they are.
   */
  public Optional<Recipe> recipe() {
    return encoded().recipe();
  }

  /** Whether its features are made by a recipe that is fitted, or was, and not used as they are. */
  public boolean isFitted() {
    return !(samples instanceof FixedSamples);
  }

  /** Rows of the table, those that no list names included. */
  public int samples() {
    return samples.count();
  }

  /** Fits and encodes when it is first asked: whoever only chooses rows need not wait for it. */
  private synchronized Samples.Encoded encoded() {
    if (encoded == null) {
      encoded = samples.encode(train);
    }
    return encoded;
  }

  /**
   * Checks that rows are rows of the table.
   *
   * @throws IllegalArgumentException naming the first that is not
   */
  public void checkRows(int[] rows) {
    for (int row : rows) {
      if (row < 0 || row >= samples()) {
        throw new IllegalArgumentException(
            "data set '" + name + "' has rows 0.." + (samples() - 1) + ", came " + row);
      }
    }
  }

  /** The rows of one list, ascending, as a copy. */
  public int[] rows(Split split) {
    return switch (split) {
      case TRAIN -> train.clone();
      case VALIDATION -> validation.clone();
      case TEST -> test.clone();
    };
  }

  /**
   * This data set with its first {@code count} training rows only.
   *
   * @throws IllegalArgumentException if count is not in 1..(training rows)
   */
  public Dataset limit(int count) {
    if (count < 1 || count > train.length) {
      throw new IllegalArgumentException("cannot keep " + count + " training rows of '" + name
          + "': it has " + train.length + "; ask for 1.." + train.length);
    }
    return new Dataset(this, Arrays.copyOf(train, count), validation, table);
  }

  /** As {@link #withValidation(double, long, ValidationRows)}, stratified. */
  public Dataset withValidation(double share, long seed) {
    return withValidation(share, seed, ValidationRows.STRATIFIED);
  }

  /**
   * This data set with a share of its training rows, rounded to whole rows and drawn by
   * {@code seed}, as validation rows.
   *
   * @param share in [0, 1); 0 draws nothing
   * @param draw of which rows
   * @throws IllegalArgumentException if the share would draw no row or leave none to train on, or
   *     none of a class where rows are stratified, or rows were drawn before
   */
  public Dataset withValidation(double share, long seed, ValidationRows draw) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("a validation share wants to be in [0, 1), came " + share);
    }
    if (share == 0) {
      return this;
    }
    if (validation.length > 0) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + validation.length + " validation rows already");
    }
    int drawn = (int) Math.round(share * train.length);
    String takes = "a validation share of " + share + " takes " + drawn + " of the " + train.length
        + " training rows of '" + name + "'";
    if (drawn == 0 || drawn == train.length) {
      throw new IllegalArgumentException(takes + "; both parts want at least one");
    }
    Targets targets = samples.targets();
    int classes = draw.present(train, targets);
    if (drawn > train.length - classes) {
      throw new IllegalArgumentException(takes + ", one of each of the " + classes
          + " classes is wanted to train on; hold back fewer, or none");
    }
    int[] order = train.clone();
    new Draws(seed, Use.VALIDATION_SPLIT, 0, 0).shuffle(order);
    boolean[] taken = draw.take(order, drawn, targets);
    return new Dataset(this, rows(order, taken, false), rows(order, taken, true), table);
  }

  /**
   * This data set with one of some parts of its training rows as test rows; its own test rows are
   * left out. Every training row is in one part, and every part has of each class its share, as
   * near as whole rows come to it.
   *
   * @param part which one, 0..parts-1
   * @param seed which draws the parts, the same ones for all of them
   * @throws IllegalArgumentException if there are fewer rows than parts, or fewer than two parts
   */
  public Dataset fold(int part, int parts, long seed) {
    if (parts < 2 || parts > train.length) {
      throw new IllegalArgumentException("folds want to be 2.." + train.length + ", as '" + name
          + "' has " + train.length + " rows to train on, came " + parts);
    }
    int[] order = train.clone();
    new Draws(seed, Use.FOLDS, 0, 0).shuffle(order);
    int[] strata = ValidationRows.STRATIFIED.strata(samples.targets());
    List<Integer> dealt = Arrays.stream(order)
        .boxed()
        .sorted(Comparator.comparingInt(row -> strata[row]))
        .toList();
    boolean[] taken = new boolean[samples.count()];
    for (int place = part; place < dealt.size(); place += parts) {
      taken[dealt.get(place)] = true;
    }
    int[] others = Arrays.stream(train).filter(row -> !taken[row]).toArray();
    int[] tested = Arrays.stream(train).filter(row -> taken[row]).toArray();
    return new Dataset(this, others, new int[0], tested, table, shape);
  }

  private static int[] rows(int[] order, boolean[] taken, boolean wanted) {
    return IntStream.range(0, order.length)
        .filter(place -> taken[place] == wanted)
        .map(place -> order[place])
        .sorted()
        .toArray();
  }

  /**
   * This data set without test rows, over a table of its own that holds the rows of the other two
   * lists alone: whoever works on it cannot see any other row. Their order stays, so that the same
   * seeds draw the same samples.
   */
  public Dataset withoutTest() {
    int[] rows = IntStream.concat(Arrays.stream(train), Arrays.stream(validation))
        .sorted()
        .toArray();
    Dataset apart = new Dataset(name, samples.rows(rows), classNames, 0);
    return new Dataset(
        apart, places(train, rows), places(validation, rows), apart.test, table, shape);
  }

  private static int[] places(int[] rows, int[] all) {
    return Arrays.stream(rows).map(row -> Arrays.binarySearch(all, row)).toArray();
  }

  /**
   * This data set with names for its columns.
   *
   * @throws IllegalArgumentException if there are more or fewer than features and targets have
   */
  public Dataset withTable(TableColumns columns) {
    columns.require(features().columns(), targets().match(labels -> 1, Targets.Values::columns));
    return new Dataset(this, train, validation, Optional.of(columns));
  }

  /**
   * This data set with a shape for its samples.
   *
   * @throws IllegalArgumentException if it has more or fewer numbers than there are columns
   */
  public Dataset withShape(Shape shape) {
    if (shape.size() != features().columns()) {
      throw new IllegalArgumentException(
          "data set '" + name + "' has " + features().columns() + " numbers a sample, its shape "
              + shape.text() + " wants " + shape.size());
    }
    return new Dataset(this, train, validation, test, table, Optional.of(shape));
  }

  /**
   * This data set with other classes, among which its own are found by name: those that it lacks
   * have no row.
   *
   * @throws IllegalArgumentException if one of its own is not among them, or its targets are values
   */
  public Dataset withClasses(List<String> names) {
    if (names.equals(classNames)) {
      return this;
    }
    if (!(targets() instanceof Targets.Labels labels) || !names.containsAll(classNames)) {
      throw new IllegalArgumentException(
          "data set '" + name + "' has the classes " + classNames + ", not all are among " + names);
    }
    int[] places = classNames.stream().mapToInt(names::indexOf).toArray();
    int[] values = Arrays.stream(labels.values()).map(label -> places[label]).toArray();
    Dataset other =
        new Dataset(name, features(), new Targets.Labels(values, names.size()), names, test.length);
    return new Dataset(other, train, validation, test, table, shape);
  }

  /**
   * This data set, its table encoded by the recipe of a model, in the classes of the model.
   *
   * @param classes none where targets are numbers
   * @throws IllegalArgumentException if its targets are others than the model's, or it is no table
   */
  public Dataset encodedBy(Recipe recipe, List<String> classes) {
    return new Dataset(name, samples.encodedBy(recipe, classes), classes, train, validation, test);
  }

  /** This data set, its stored values used as {@code value * scale + shift}. */
  public Dataset scaled(float scale, float shift) {
    Dataset scaled =
        new Dataset(name, features().scaled(scale, shift), targets(), classNames, test.length);
    return new Dataset(scaled, train, validation, test, table, shape);
  }

  /**
   * SHA-256, in hexadecimal, of the whole table: kind, columns, scale and values of the features,
   * the targets, classes, and how many rows are test rows. Lists of rows do not change it. Computed
   * on the first call and kept.
   */
  public String sha256() {
    return sum.sha256();
  }
}
