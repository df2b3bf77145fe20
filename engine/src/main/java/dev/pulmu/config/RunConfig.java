package dev.pulmu.config;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Shape;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.model.Model;
import dev.pulmu.network.Architecture;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Span;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The configuration of a run: one checked value for each of {@link Settings}. Immutable; prints as
 * text and reads back to an equal value.
 */
public final class RunConfig {
  /** The key of the format of settings that are written for a later version. */
  public static final String FORMAT_KEY = "format";

  /** The format of settings that are written now. */
  public static final int FORMAT = 2;

  /**
   * The format of texts that name none: their {@code gelu} is that activation's approximation by
   * tanh.
   */
  static final int FIRST_FORMAT = 1;

  /** The configuration in which every setting has its default. */
  public static final RunConfig DEFAULT = new RunConfig(Map.of(), Set.of());

  /**
   * The values of settings that an older version of Pulmu did not write, since it did not know
   * them: what that version did, before there was a choice.
   */
  private static final RunConfig WRITTEN = DEFAULT
      .with(Settings.VALIDATION_ROWS, ValidationRows.RANDOM)
      .with(TableSettings.RECIPE, TableSettings.Columns.NONE);

  private final Map<Setting<?>, Object> values;

  /** The settings that were chosen, be it as usual; what was not may follow the data. */
  private final Set<Setting<?>> chosen;

  private RunConfig(Map<Setting<?>, Object> given, Set<Setting<?>> chosen) {
    Map<Setting<?>, Object> all = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      all.put(setting, given.getOrDefault(setting, setting.standard()));
    }
    this.values = all;
    this.chosen = Set.copyOf(chosen);
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    @SuppressWarnings("unchecked")
    T value = (T) values.get(setting);
    return value;
  }

  /**
   * This configuration with another value of one setting.
   *
   * @throws IllegalArgumentException if the value makes no sense, with the value in the message
   */
  public <T> RunConfig with(Setting<T> setting, T value) {
    setting.check().accept(value);
    Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
    changed.put(setting, value);
    Set<Setting<?>> more = new HashSet<>(chosen);
    more.add(setting);
    return new RunConfig(changed, more);
  }

  /** Whether somebody chose the value of a setting, and be it the usual one. */
  public boolean says(Setting<?> setting) {
    return chosen.contains(setting);
  }

  /**
   * This configuration with another value of one setting, or of the part of it that a shorthand is
   * for, both as text.
   *
   * @throws IllegalArgumentException if there is no such setting, naming those that there are, or
   *     the text is not a value of it
   */
  public RunConfig with(String key, String text) {
    Optional<Shorthand<?>> shorthand = Settings.shorthand(key);
    return shorthand.isPresent()
        ? shorthand.get().apply(this, text)
        : withText(Settings.named(key), text);
  }

  private <T> RunConfig withText(Setting<T> setting, String text) {
    return with(setting, setting.parse(text));
  }

  /**
   * Reads lines of {@code key = value} in any order; empty lines and those that begin with
   * {@code #} say nothing. What is not mentioned is as in {@link #DEFAULT}.
   *
   * @throws IllegalArgumentException naming the line if it has another form, an unknown key, one
   *     that came before, or a value that makes no sense
   */
  public static RunConfig parse(String text) {
    return SettingsText.read(text, DEFAULT, FORMAT);
  }

  /**
   * Reads lines of what some version wrote by {@link #written}. A setting that it did not know yet
   * is what it did then, and not what is usual now.
   *
   * @throws IllegalArgumentException as {@link #parse} does
   */
  public static RunConfig parseWritten(String text) {
    return SettingsText.read(text, WRITTEN, FIRST_FORMAT);
  }

  /**
   * Reads what some version wrote by {@link #written}, as {@link #parseWritten} does.
   *
   * @throws IllegalArgumentException if a key is unknown or a value makes no sense
   */
  public static RunConfig ofWritten(Map<String, String> written) {
    return SettingsText.read(written, WRITTEN, FIRST_FORMAT);
  }

  /**
   * The text of each setting by its key, and the format of these texts: for later versions, which
   * read it by {@link #ofWritten}.
   */
  public Map<String, String> written() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put(FORMAT_KEY, Integer.toString(FORMAT));
    values.keySet().forEach(setting -> written.put(setting.key(), text(setting)));
    return written;
  }

  /** One line of {@code key = value} for each setting; {@link #parse} reads it back. */
  public String text() {
    return values.keySet().stream()
        .map(setting -> setting.key() + " = " + text(setting) + "\n")
        .collect(Collectors.joining());
  }

  /** The text of one setting's value. */
  public String text(Setting<?> setting) {
    return setting.write(values.get(setting));
  }

  /**
   * The data set that is asked for, whole, with as many classes as the model to begin with, where
   * an earlier version would have read that many.
   *
   * @param lookup where data sets are looked for
   * @throws IllegalArgumentException if its name is not known
   * @throws dev.pulmu.files.DataException if it, or the model, cannot be trusted
   */
  public Dataset data(Lookup lookup) {
    Optional<Model> from = from();
    if (TableLoading.isWanted(this, lookup)) {
      return TableLoading.load(this, lookup, from, true);
    }
    return data(
        lookup,
        data -> from.isEmpty()
            || data.classNames().size() == from.get().classNames().size());
  }

  /** The model to begin with. */
  public Optional<Model> from() {
    return get(Settings.FROM).map(path -> Model.load(Path.of(path)));
  }

  /**
   * The data set that is asked for, whole, as a version read it that stored its SHA-256; or
   * whatever is there now.
   *
   * @throws IllegalArgumentException as {@link #data(Lookup)} does
   * @throws dev.pulmu.files.DataException as that does
   */
  public Dataset dataAgain(String sha256, Lookup lookup) {
    return TableLoading.isWanted(this, lookup)
        ? TableLoading.load(this, lookup, from(), false)
        : data(lookup, data -> data.sha256().equals(sha256));
  }

  private Dataset data(Lookup lookup, Predicate<Dataset> isWanted) {
    if (Datasets.arePictures(get(Settings.DATASET)) && get(Settings.TARGETS).isEmpty()) {
      return Datasets.loadPictures(lookup, PictureSettings.options(this));
    }
    return Datasets.loadAgain(get(Settings.DATASET), lookup, get(Settings.TARGETS), isWanted);
  }

  /**
   * Applies {@code limit} and {@code validation} to a data set, and returns it with the rows that
   * this configuration takes.
   *
   * @throws IllegalArgumentException if there are none to train on, or all are of the only class
   */
  public Dataset rows(Dataset data) {
    if (data.rows(Split.TRAIN).length == 0) {
      throw new IllegalArgumentException("data set '" + data.name() + "' has no training rows");
    }
    if (data.classNames().size() == 1) {
      throw new IllegalArgumentException("data set '" + data.name()
          + "': at least two classes wanted, all rows have '"
          + data.classNames().get(0)
          + "'; add rows of another class");
    }
    Optional<Integer> limit = get(Settings.LIMIT);
    Dataset limited = limit.isPresent() ? data.limit(limit.get()) : data;
    return limited.rows(Split.VALIDATION).length > 0
        ? limited
        : limited.withValidation(
            get(Settings.VALIDATION), get(Settings.SEED), get(Settings.VALIDATION_ROWS));
  }

  /**
   * The network for samples of {@code inputs} numbers and {@code outputs} classes.
   *
   * @throws IllegalArgumentException if the text of the network has other numbers
   */
  public Network network(int inputs, int outputs) {
    return network(Shape.of(inputs), outputs);
  }

  private Network network(Shape sample, int outputs) {
    return get(Settings.NETWORK).network(sample, outputs, get(Settings.LOSS));
  }

  /** This configuration with this network and its loss, which may be built in Java. */
  public RunConfig with(Network network) {
    return with(Settings.NETWORK, Architecture.of(network)).with(Settings.LOSS, network.loss());
  }

  /**
   * This configuration with everything that a plan decides: the network, what moves its weights,
   * the batch, what is frozen, the precision.
   */
  public RunConfig with(Plan plan) {
    Update update = plan.update();
    return with(plan.network())
        .with(Settings.OPTIMIZER, update.optimizer())
        .with(Settings.WEIGHT_DECAY, update.weightDecay())
        .with(Settings.L1, update.l1())
        .with(Settings.CLIP, update.clip())
        .with(Settings.EMA, update.ema())
        .with(Settings.BATCH, Optional.of(plan.batch()))
        .with(Settings.ACCUMULATE, plan.accumulate())
        .with(Settings.FREEZE, plan.frozen())
        .with(Settings.PRECISION, plan.precision());
  }

  /**
   * Checks that the texts of what may be a user's own read back to equal values, as they have to
   * from reports, models and checkpoints.
   *
   * @throws IllegalArgumentException if one does not, saying what to do
   */
  public void requireReadable() {
    List.of(Settings.NETWORK, Settings.LOSS, Settings.OPTIMIZER)
        .forEach(setting -> ReadBack.require(setting, get(setting), text(setting)));
  }

  /** The update of a step: the optimizer, penalties, clipping and the moving average. */
  public Update update() {
    return new Update(
        get(Settings.OPTIMIZER),
        get(Settings.WEIGHT_DECAY),
        get(Settings.L1),
        get(Settings.CLIP),
        get(Settings.EMA));
  }

  /** How long the run is for its schedule, where that {@link Schedule#spansRun spans} it. */
  public List<Span> spans() {
    return get(Settings.OPTIMIZER) instanceof ElementRule rule && rule.rate().spansRun()
        ? List.of(new Span(0, get(Settings.EPOCHS)))
        : List.of();
  }

  /**
   * The plan for samples of {@code inputs} numbers and {@code outputs} classes.
   *
   * @param rows how many training rows there are: a batch of all of them
   */
  public Plan plan(int inputs, int outputs, int rows) {
    return plan(Shape.of(inputs), outputs, rows);
  }

  /** As {@link #plan(int, int, int)}, for samples of this shape. */
  public Plan plan(Shape sample, int outputs, int rows) {
    return Planner.plan(
            network(sample, outputs),
            update(),
            get(Settings.BATCH).orElse(rows),
            get(Settings.ACCUMULATE),
            get(Settings.FREEZE))
        .with(get(Settings.PRECISION));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunConfig config && values.equals(config.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
