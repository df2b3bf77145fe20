package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Sampling;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.TargetColumns;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Layer;
import dev.pulmu.network.Loss;
import dev.pulmu.network.MeanSquaredError;
import dev.pulmu.network.Network;
import dev.pulmu.network.SigmoidCrossEntropy;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Schedule;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigTest {
  @Test
  void theDefaultsAreThoseOfTheManual() {
    assertThat(RunConfig.DEFAULT.text()).isEqualTo("""
        dataset = auto
        targets = none
        backend = auto
        hidden = 100,100
        batch-norm = false
        batch-norm-statistics = corrected
        activation = relu
        init = auto
        dropout = 0
        dropout-style = inverted
        optimizer = adam(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, placement=outside, correction=true)
        weight-decay = 0
        l1 = 0
        clip = 0
        ema = 0
        loss = softmax-cross-entropy(smoothing=0)
        batch = 128
        sampling = shuffle
        drop-last = false
        epochs = 5
        validation = 0.1
        limit = all
        seed = 42
        """);
  }

  @Test
  void anEmptyTextIsTheDefault() {
    assertThat(RunConfig.parse("\n# nothing = said\n")).isEqualTo(RunConfig.DEFAULT);
  }

  @Test
  void aTextReadsBackToAnEqualConfigurationWhateverItSays() {
    for (int seed = 0; seed < 500; seed++) {
      RunConfig config = random(new Random(seed));
      RunConfig back = RunConfig.parse(config.text());
      assertThat(back).as("seed %d", seed).isEqualTo(config).hasSameHashCodeAs(config);
      assertThat(back.text()).isEqualTo(config.text());
    }
  }

  @Test
  void linesMayStandInAnyOrderWithAnySpacing() {
    RunConfig config = RunConfig.parse("  seed=7\n\nbatch =  32 \r\n hidden= 3, 4 ");

    assertThat(config.get(Settings.SEED)).isEqualTo(7);
    assertThat(config.get(Settings.BATCH)).contains(32);
    assertThat(config.get(Settings.HIDDEN)).containsExactly(3, 4);
    assertThat(config.get(Settings.EPOCHS)).isEqualTo(5);
  }

  @Test
  void aKeyThatComesTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("seed = 1\nbatch = 2\nseed = 1"))
        .withMessage("line 3: 'seed' was given in line 1 already");
  }

  @Test
  void aLineOfAnotherFormIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("seed 1"))
        .withMessage("line 1: 'seed 1' wants the form key = value");
  }

  @Test
  void anOptimizerKeepsItsOwnEqualsSigns() {
    RunConfig config = RunConfig.parse("optimizer = sgd(rate=0.5)");

    assertThat(config.get(Settings.OPTIMIZER)).isEqualTo(new Sgd(new Schedule.Constant(0.5)));
  }

  @Test
  void aScheduleTakesTheOptimizersRateWhereItSaysNone() {
    RunConfig cosine = RunConfig.parse("schedule = cosine\noptimizer = sgd(rate=0.5)");
    RunConfig said = RunConfig.parse("schedule = step(0.25, every=3)\noptimizer = adam");

    assertThat(cosine).isEqualTo(RunConfig.parse("optimizer = sgd(rate=cosine(0.5, end=0))"));
    assertThat(said.get(Settings.OPTIMIZER))
        .isEqualTo(Adam.DEFAULT.withRate(Schedule.parse("step(0.25, factor=0.5, every=3)")));
    assertThat(RunConfig.parse(cosine.text())).isEqualTo(cosine);
  }

  @Test
  void shorthandsOfTheLossChangeTheirPartOfIt() {
    RunConfig config = RunConfig.parse("class-weights = 1:0.5:2\nlabel-smoothing = 0.25");

    assertThat(config.get(Settings.LOSS))
        .isEqualTo(new SoftmaxCrossEntropy(0.25f, List.of(1f, 0.5f, 2f)));
    assertThat(config.with("label-smoothing", "0").get(Settings.LOSS))
        .isEqualTo(new SoftmaxCrossEntropy(0, List.of(1f, 0.5f, 2f)));
  }

  @ParameterizedTest
  @CsvSource({"label-smoothing,0.1", "class-weights,1:2"})
  void shorthandsOfTheSoftmaxLossAreForNoOther(String key, String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse(key + " = " + text + "\nloss = mean-squared-error"))
        .withMessage("line 1: " + key
            + " is for the loss softmax-cross-entropy, this one is mean-squared-error");
  }

  @Test
  void conventionsGoIntoTheLayers() {
    RunConfig config = RunConfig.parse(
        "hidden = 3\nbatch-norm = true\nbatch-norm-statistics = book\ndropout = 0.5\n"
            + "dropout-style = book");

    assertThat(config.network(2, 2).layers())
        .extracting(Layer::text)
        .contains(
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=book)",
            "dropout(p=0.5, style=book)");
  }

  @Test
  void aBatchOfAllIsAsManyAsThereAreRows() {
    RunConfig config = RunConfig.parse("batch = all");

    assertThat(config.plan(4, 3, 57).batch()).isEqualTo(57);
    assertThat(config.text()).contains("batch = all\n");
  }

  @Test
  void theNetworkHasTheLayersThatWereAskedFor() {
    RunConfig config = RunConfig.parse("hidden = 30,20\nbatch-norm = true\ndropout = 0.2");

    Network network = config.network(784, 10);

    assertThat(network.inputs()).isEqualTo(784);
    assertThat(network.layers())
        .extracting(Layer::text)
        .containsExactly(
            "dense(outputs=30, init=he)",
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)",
            "relu",
            "dropout(p=0.2, style=inverted)",
            "dense(outputs=20, init=he)",
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)",
            "relu",
            "dropout(p=0.2, style=inverted)",
            "dense(outputs=10, init=xavier)");
  }

  @Test
  void anInitialisationThatWasAskedForIsThatOfEveryLayer() {
    RunConfig config = RunConfig.parse("hidden = 3\ninit = he");

    assertThat(config.network(2, 2).layers())
        .extracting(Layer::text)
        .containsExactly("dense(outputs=3, init=he)", "relu", "dense(outputs=2, init=he)");
  }

  @Test
  void withoutHiddenLayersTheNetworkIsOneDenseLayer() {
    assertThat(RunConfig.parse("hidden = none").network(4, 3).layers()).hasSize(1);
  }

  @Test
  void batchNormWithoutHiddenLayersIsRefused() {
    RunConfig config = RunConfig.parse("hidden = none\nbatch-norm = true");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.network(4, 3))
        .withMessage("batch-norm wants hidden layers to stand in, hidden is none");
  }

  @Test
  void thePlanHasBatchLossAndEverythingThatMovesTheWeights() {
    RunConfig config = RunConfig.parse("""
        batch = 7
        optimizer = sgd(rate=0.5)
        weight-decay = 0.5
        l1 = 0.25
        clip = 3
        ema = 0.75
        loss = mean-squared-error
        """);

    Plan plan = config.plan(4, 3, 100);
    assertThat(plan.batch()).isEqualTo(7);
    assertThat(plan.network().loss()).isEqualTo(new MeanSquaredError());
    assertThat(plan.update())
        .isEqualTo(config.update())
        .isEqualTo(new Update(new Sgd(new Schedule.Constant(0.5)), 0.5f, 0.25f, 3, 0.75f));
  }

  @ParameterizedTest
  @CsvSource({"tanh, xavier, xavier", "elu, he, xavier", "sigmoid, xavier, xavier"})
  void autoInitialisationSuitsTheActivation(String activation, String hidden, String last) {
    RunConfig config = RunConfig.parse("hidden = 3\nactivation = " + activation);

    assertThat(config.network(2, 2).layers())
        .extracting(Layer::text)
        .containsExactly(
            "dense(outputs=3, init=" + hidden + ")",
            activation,
            "dense(outputs=2, init=" + last + ")");
  }

  @Test
  void theLimitComesBeforeTheValidationShare() {
    Dataset data = Tiny.data(30, 5);
    RunConfig config = RunConfig.parse("limit = 20\nvalidation = 0.25");

    Dataset rows = config.rows(data);

    assertThat(rows.rows(Split.TRAIN)).hasSize(15);
    assertThat(rows.rows(Split.VALIDATION))
        .hasSize(5)
        .doesNotContain(IntStream.range(20, 38).toArray());
    assertThat(rows.rows(Split.TEST)).hasSize(5);
  }

  private static RunConfig random(Random random) {
    List<Integer> hidden = IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> 1 + random.nextInt(999))
        .toList();
    double rate = Math.exp(random.nextGaussian() * 9);
    Schedule constant = new Schedule.Constant(rate);
    return RunConfig.DEFAULT
        .with(Settings.DATASET, random.nextBoolean() ? "mnist" : "my-data.2")
        .with(Settings.TARGETS, targets(random))
        .with(Settings.BACKEND, random.nextBoolean() ? "auto" : "cpu")
        .with(Settings.HIDDEN, hidden)
        .with(Settings.BATCH_NORM, random.nextBoolean())
        .with(Settings.ACTIVATION, any(random, Activation.values()))
        .with(
            Settings.INIT,
            random.nextBoolean() ? Optional.empty() : Optional.of(initialization(random)))
        .with(Settings.DROPOUT, random.nextFloat())
        .with(
            Settings.OPTIMIZER,
            random.nextBoolean()
                ? new Sgd(constant)
                : new Adam(
                    constant, random.nextFloat(), random.nextFloat(), 1e-20f + random.nextFloat()))
        .with(Settings.WEIGHT_DECAY, random.nextFloat() * 1e-3f)
        .with(Settings.L1, random.nextFloat() * 1e-3f)
        .with(Settings.CLIP, random.nextFloat() * 10)
        .with(Settings.EMA, random.nextFloat())
        .with(Settings.LOSS, loss(random))
        .with(Settings.BATCH_NORM_STATISTICS, any(random, BatchNorm.Statistics.values()))
        .with(Settings.DROPOUT_STYLE, any(random, Dropout.Style.values()))
        .with(Settings.SAMPLING, any(random, Sampling.values()))
        .with(Settings.DROP_LAST, random.nextBoolean())
        .with(
            Settings.BATCH,
            random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(1 << 20)))
        .with(Settings.EPOCHS, 1 + random.nextInt(1 << 20))
        .with(Settings.VALIDATION, random.nextDouble())
        .with(
            Settings.LIMIT,
            random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(1 << 20)))
        .with(Settings.SEED, random.nextLong());
  }

  private static <T> T any(Random random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static Optional<TargetColumns> targets(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind 2")));
      default ->
        Optional.of(new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("b", "a(x=1)", "C")));
    };
  }

  private static Initialization initialization(Random random) {
    List<String> names = Initialization.names();
    return random.nextBoolean()
        ? new Initialization.Normal(Float.MIN_VALUE + random.nextFloat())
        : Initialization.parse(names.get(random.nextInt(names.size())));
  }

  private static Loss loss(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new MeanSquaredError();
      case 1 -> new SigmoidCrossEntropy();
      default ->
        new SoftmaxCrossEntropy(
            random.nextFloat(), List.of(random.nextFloat(), 100 * random.nextFloat()));
    };
  }
}
