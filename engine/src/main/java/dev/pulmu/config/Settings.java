package dev.pulmu.config;

import static dev.pulmu.config.Setting.Part.PLAN;
import static dev.pulmu.config.Setting.Part.RUN;

import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.feed.Sampling;
import dev.pulmu.names.Names;
import dev.pulmu.network.Architecture;
import dev.pulmu.network.ClassWeights;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Loss;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Precision;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.steering.EarlyStopping;
import dev.pulmu.steering.Until;
import dev.pulmu.text.Numbers;
import dev.pulmu.text.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of all settings of a {@link RunConfig}: names, defaults and forms stand here and
 * nowhere else. A new setting is one entry here and one use of it.
 */
public final class Settings {
  private static final List<Setting<?>> TABLE = new ArrayList<>();
  private static final List<Shorthand<?>> SHORTHANDS = new ArrayList<>();

  public static final Setting<String> DATASET = add(Setting.word(
      "dataset",
      Datasets.AUTO,
      "The data set: " + String.join(", ", Datasets.names())
          + "; auto is mnist if it can be had, otherwise digits."));

  public static final Setting<Optional<TargetColumns>> TARGETS = add(new Setting<>(
      "targets",
      "COLUMNS",
      "What to predict of a table: names of columns, of which the cells say the rest; numbers(price),"
          + " one or more columns of numbers, or of yes (1) and no (0); labels(kind), one column of"
          + " class names; or none. All other columns are features.",
      RUN,
      Optional.empty(),
      TargetsText::parse,
      TargetsText::text,
      TargetsText::check));

  static {
    add(TableSettings.COLUMNS);
    add(TableSettings.MISSING);
    add(TableSettings.BAD_ROWS);
    add(TableSettings.SPLIT);
    add(TableSettings.RECIPE);
    add(PictureSettings.SIZE);
    add(PictureSettings.CHANNELS);
  }

  public static final Setting<String> BACKEND = add(Setting.word(
      "backend", "auto", "What runs it: auto, cuda, cpu or nd4j; auto is the fastest usable one."));

  public static final Setting<Architecture> NETWORK = add(new Setting<>(
      "network",
      "LAYERS",
      "The network, block by block: '28x28: dense(100) batch-norm relu dropout(0.2), dense(10)'. The"
          + " data has the shape of a sample and the last layer's outputs, so leave them out:"
          + " 'dense(100) relu, dense'.",
      PLAN,
      Architecture.parse("dense(100) relu, dense(100) relu, dense"),
      Architecture::parse,
      Architecture::text,
      value -> {}));

  public static final Shorthand<Architecture> HIDDEN = add(LayerShorthands.hidden());
  public static final Shorthand<Architecture> BATCH_NORM = add(LayerShorthands.batchNorm());
  public static final Shorthand<Architecture> BATCH_NORM_STATISTICS =
      add(LayerShorthands.statistics());
  public static final Shorthand<Architecture> ACTIVATION = add(LayerShorthands.activation());
  public static final Shorthand<Architecture> INIT = add(LayerShorthands.initialization());
  public static final Shorthand<Architecture> DROPOUT = add(LayerShorthands.dropout());
  public static final Shorthand<Architecture> DROPOUT_STYLE = add(LayerShorthands.dropoutStyle());

  public static final Setting<Optimizer> OPTIMIZER = add(new Setting<>(
      "optimizer",
      "RULE",
      "How weights move: " + String.join(", ", Optimizer.names())
          + ", with keys as in 'adam(rate=0.001)'. The last two take the whole set: --batch all.",
      PLAN,
      Adam.DEFAULT,
      Optimizer::parse,
      Optimizer::text,
      value -> {}));

  public static final Shorthand<Optimizer> SCHEDULE = add(new Shorthand<>(
      "schedule",
      "SCHEDULE",
      "How the optimizer's rate changes: " + String.join(", ", Schedule.names())
          + ", as in 'warmup(500) then cosine'. " + Schedule.ADVICE,
      false,
      OPTIMIZER,
      Settings::scheduled));

  public static final Setting<Float> WEIGHT_DECAY = add(Setting.number(
          "weight-decay",
          "LAMBDA",
          PLAN,
          0,
          "L2 penalty: half of it times the sum of squared weights.")
      .checked(lambda -> new Update(Sgd.DEFAULT).withWeightDecay(lambda)));

  public static final Setting<Float> L1 = add(Setting.number(
          "l1", "LAMBDA", PLAN, 0, "L1 penalty: it times the sum of the weights' magnitudes.")
      .checked(lambda -> new Update(Sgd.DEFAULT).withL1(lambda)));

  public static final Setting<Float> CLIP = add(Setting.number(
          "clip", "NORM", PLAN, 0, "Largest norm of the whole gradient; 0 leaves it alone.")
      .checked(norm -> new Update(Sgd.DEFAULT).withClip(norm)));

  public static final Setting<Float> EMA = add(Setting.number(
          "ema",
          "DECAY",
          PLAN,
          0,
          "Decay of a moving average of the weights, which is then tested and saved; 0 for none.")
      .checked(decay -> new Update(Sgd.DEFAULT).withEma(decay)));

  public static final Setting<Loss> LOSS = add(new Setting<>(
      "loss",
      "NAME",
      "What training makes smaller: " + String.join(", ", Loss.names()) + ".",
      PLAN,
      new SoftmaxCrossEntropy(),
      Loss::parse,
      Loss::text,
      value -> {}));

  public static final Shorthand<Loss> LABEL_SMOOTHING = add(new Shorthand<>(
      "label-smoothing",
      "SHARE",
      "Share of each label that the softmax loss spreads over all classes.",
      false,
      LOSS,
      (loss, text) -> softmax("label-smoothing", loss)
          .withSmoothing(Numbers.parseFloat("label-smoothing", text))));

  public static final Shorthand<Loss> CLASS_WEIGHTS = add(new Shorthand<>(
      "class-weights",
      "W:W:..",
      "How much each class counts in the softmax loss, or each question in the sigmoid loss: one"
          + " number an output.",
      false,
      LOSS,
      Settings::weighted));

  public static final Setting<Optional<Integer>> BATCH = add(Setting.optionalCount(
      "batch",
      Optional.of(128),
      "all",
      PLAN,
      "Rows of a mini-batch, or all, the whole set. Up to 2,000 rows all, else 64 to 512."));

  public static final Setting<Integer> ACCUMULATE = add(Setting.count(
      "accumulate",
      PLAN,
      1,
      "Batches whose gradients make one step: 4 of 32 rows train as 128 do, in less memory."));

  public static final Setting<List<String>> FREEZE = add(new Setting<>(
      "freeze",
      "NAME,NAME,..",
      "Blocks that keep their weights, as in 'dense1,dense2'; or none.",
      PLAN,
      List.of(),
      text -> text.equalsIgnoreCase("none") ? List.of() : words(Names.plain(text)),
      names -> names.isEmpty() ? "none" : String.join(",", names),
      Settings::checkNames));

  public static final Setting<Precision> PRECISION = add(Setting.choice(
      "precision", PLAN, Precision.FP32, "How exact matrix products are; tf32 is for GPUs"));

  public static final Setting<Sampling> SAMPLING = add(Setting.choice(
      "sampling", RUN, Sampling.SHUFFLE, "The order of the training rows in an epoch"));

  public static final Setting<Boolean> DROP_LAST = add(Setting.onOff(
      "drop-last", RUN, false, "Leave out the rows that do not fill a step at an epoch's end."));

  public static final Setting<Integer> EPOCHS =
      add(Setting.count("epochs", RUN, 5, "Passes over the training rows."));

  public static final Setting<Optional<EarlyStopping>> EARLY_STOPPING = add(Setting.optional(
      "early-stopping",
      "PATIENCE",
      "End when no epoch was better for a while, as in 'patience(5, metric=validationLoss,"
          + " change=0)'; the best epoch's weights are then saved. Or none.",
      EarlyStopping::parse,
      EarlyStopping::text));

  public static final Setting<Save> SAVE = add(Setting.choice(
      "save", RUN, Save.LAST, "Which weights are tested and saved at the end, by epoch"));

  public static final Setting<Optional<Until>> UNTIL = add(Setting.optional(
      "until",
      "CONDITION",
      "End after the first epoch that meets it, as in 'validationAccuracy>=0.98'; or none. On the"
          + " test set for benchmarks only.",
      Until::parse,
      Until::text));

  public static final Setting<Optional<Duration>> MAX_TIME = add(Setting.optional(
      "max-time",
      "TIME",
      "End when training and evaluating took this long, as in 90s, 5min or 2h; or none.",
      text -> Times.parse("max-time", text),
      Times::text));

  public static final Setting<Optional<String>> FROM = add(Setting.optional(
      "from",
      "MODEL",
      "Begin with the weights of a saved model, a file or a run's directory; or none.",
      text -> text,
      text -> text));

  public static final Setting<Double> VALIDATION = add(new Setting<>(
      "validation",
      "SHARE",
      "Share of the training rows held back to validate on after each epoch.",
      RUN,
      0.1,
      text -> Numbers.parse("validation", text),
      Numbers::text,
      share -> {
        if (!(share >= 0 && share < 1)) {
          throw new IllegalArgumentException(
              "validation wants a share in [0, 1), came " + Numbers.text(share));
        }
      }));

  public static final Setting<ValidationRows> VALIDATION_ROWS = add(Setting.choice(
      "validation-rows",
      RUN,
      ValidationRows.STRATIFIED,
      "Which rows are held back, of each class its share or of all rows at random"));

  public static final Setting<Optional<Integer>> LIMIT = add(Setting.optionalCount(
      "limit",
      Optional.empty(),
      "all",
      RUN,
      "Only the first N training rows, before any are held back; or all."));

  public static final Setting<Long> SEED = add(new Setting<>(
      "seed",
      "N",
      "Decides every random number.",
      RUN,
      42L,
      text -> Numbers.whole("seed", text, Long.MIN_VALUE, Long.MAX_VALUE),
      Object::toString,
      value -> {}));

  /** Which weights a run saves. */
  public enum Save {
    LAST,
    BEST
  }

  private Settings() {}

  /** Every setting, in the order of texts and help. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  /** Every shorthand, in the order of help. */
  public static List<Shorthand<?>> shorthands() {
    return Collections.unmodifiableList(SHORTHANDS);
  }

  /** The shorthand of this name. */
  static Optional<Shorthand<?>> shorthand(String key) {
    return SHORTHANDS.stream().filter(shorthand -> shorthand.key().equals(key)).findFirst();
  }

  /**
   * The setting of this name.
   *
   * @throws IllegalArgumentException naming those that there are, and the shorthands
   */
  public static Setting<?> named(String key) {
    return TABLE.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(() -> Names.unknown(
            "setting",
            key,
            Stream.concat(TABLE.stream().map(Setting::key), SHORTHANDS.stream().map(Shorthand::key))
                .toList()));
  }

  private static <T> Setting<T> add(Setting<T> setting) {
    TABLE.add(setting);
    return setting;
  }

  private static <T> Shorthand<T> add(Shorthand<T> shorthand) {
    SHORTHANDS.add(shorthand);
    return shorthand;
  }

  private static Optimizer scheduled(Optimizer optimizer, String text) {
    if (optimizer instanceof ElementRule rule) {
      return rule.withRate(Schedule.parse(text, rule.rate().base()));
    }
    throw new IllegalArgumentException("schedule is for optimizers that have a rate, "
        + optimizer.text() + " finds the length of each step by itself");
  }

  private static SoftmaxCrossEntropy softmax(String key, Loss loss) {
    if (loss instanceof SoftmaxCrossEntropy softmax) {
      return softmax;
    }
    throw new IllegalArgumentException(
        key + " is for the loss softmax-cross-entropy, this one is " + loss.text());
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static void checkNames(List<String> names) {
    for (String name : names) {
      if (!name.matches("[^\\s,]+") || name.equals("none")) {
        throw new IllegalArgumentException("freeze wants names of blocks, came '" + name + "'");
      }
      if (Collections.frequency(names, name) > 1) {
        throw new IllegalArgumentException("freeze names '" + name + "' twice");
      }
    }
  }

  private static Loss weighted(Loss loss, String text) {
    if (loss instanceof SoftmaxCrossEntropy softmax) {
      return softmax.withClassWeights(ClassWeights.parse(text));
    }
    if (loss instanceof SigmoidCrossEntropy) {
      return new SigmoidCrossEntropy(ClassWeights.parse(text));
    }
    throw new IllegalArgumentException("class-weights is for the losses softmax-cross-entropy and"
        + " sigmoid-cross-entropy, this one is " + loss.text());
  }
}
