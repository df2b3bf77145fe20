package dev.pulmu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.network.Activation;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Layer;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.run.Tiny;
import dev.pulmu.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigTest {
  @Test
  void theDefaultsAreThoseOfTheManual() {
    assertThat(RunConfig.DEFAULT.text()).isEqualTo("""
        dataset = auto
        targets = none
        columns = none
        missing = mean
        bad-rows = refuse
        split = 0.8/0.2
        recipe = fitted
        size = none
        channels = auto
        backend = auto
        network = dense(100) relu, dense(100) relu, dense
        optimizer = adam(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, placement=outside, correction=true)
        weight-decay = 0
        l1 = 0
        clip = 0
        ema = 0
        loss = softmax-cross-entropy(smoothing=0)
        batch = 128
        accumulate = 1
        freeze = none
        precision = fp32
        sampling = shuffle
        drop-last = false
        epochs = 5
        early-stopping = none
        save = last
        until = none
        max-time = none
        from = none
        validation = 0.1
        validation-rows = stratified
        limit = all
        seed = 42
        """);
  }

  @Test
  void whatSomebodyChoseIsKnown() {
    assertThat(RunConfig.DEFAULT.says(Settings.EPOCHS)).isFalse();
    RunConfig config = RunConfig.parse("epochs = 5\nschedule = cosine");
    assertThat(config).isEqualTo(RunConfig.parse("schedule = cosine"));
    assertThat(config.says(Settings.EPOCHS)).isTrue();
    assertThat(config.says(Settings.OPTIMIZER)).isTrue();
    assertThat(config.with(Settings.SEED, 3L).says(Settings.EPOCHS)).isTrue();
    assertThat(config.says(Settings.BATCH)).isFalse();
    assertThat(RunConfig.ofWritten(config.written()).says(Settings.BATCH)).isTrue();
  }

  @Test
  void namesAloneLeaveTheKindOfTargetsToTheCells() {
    RunConfig config = RunConfig.parse("targets = price (in USD), none of it");
    assertThat(config.get(Settings.TARGETS))
        .contains(
            new TargetColumns(TargetColumns.Kind.EITHER, List.of("price (in USD)", "none of it")));
    assertThat(RunConfig.parse(config.text())).isEqualTo(config);
  }

  @Test
  void columnsHaveKinds() {
    RunConfig config = RunConfig.parse("columns = a:b:yes-no, zip (US):CATEGORY");
    assertThat(config.get(TableSettings.COLUMNS))
        .containsExactly(new Column("a:b", Kind.YES_NO), new Column("zip (US)", Kind.CATEGORY));
    assertThat(config.text()).contains("\ncolumns = a:b:yes-no,zip (US):category\n");
    assertThat(RunConfig.parse(config.text())).isEqualTo(config);
  }

  @Test
  void kindsOfColumnsMayStandInAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("kinds.txt"), "zip:category\ncabin:skip\n");
    assertThat(RunConfig.parse("columns = " + file))
        .isEqualTo(RunConfig.parse("columns = zip:category,cabin:skip"));
  }

  @Test
  void anEmptyTextIsTheDefault() {
    assertThat(RunConfig.parse("\n# nothing = said\n")).isEqualTo(RunConfig.DEFAULT);
  }

  @Test
  void whatAnOlderVersionWroteMeansWhatItDid() {
    assertThat(RunConfig.parseWritten("seed = 7\n"))
        .isEqualTo(RunConfig.parse("seed = 7\nvalidation-rows = random\nrecipe = none"));
    RunConfig config = RunConfig.parse("validation = 0.2");
    assertThat(RunConfig.parseWritten(config.text())).isEqualTo(config);
  }

  /** It had no format, and no other gelu than its approximation. */
  @Test
  void whatAnOlderVersionCalledGeluIsItsApproximation() {
    RunConfig approximation = RunConfig.parse("activation = gelu-tanh\nrecipe = none");
    assertThat(RunConfig.parseWritten("activation = gelu\nvalidation-rows = stratified"))
        .isEqualTo(approximation);
    assertThat(RunConfig.ofWritten(Map.of("activation", "GELU", "validation-rows", "stratified")))
        .isEqualTo(approximation);
    assertThat(RunConfig.parse("format = 1\nactivation = gelu\nrecipe = none"))
        .isEqualTo(approximation);
  }

  @Test
  void whatIsWrittenIsReadBackAndSaysItsFormat() {
    for (String activation : Activation.names()) {
      RunConfig config = RunConfig.parse("activation = " + activation);
      assertThat(config.written()).containsEntry("format", "2");
      assertThat(RunConfig.ofWritten(config.written())).isEqualTo(config);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.ofWritten(Map.of("format", "3")))
        .withMessage("the format of settings wants a whole number of at most 2, came 3");
  }

  @Test
  void linesMayStandInAnyOrderWithAnySpacing() {
    RunConfig config = RunConfig.parse("  seed=7\n\nbatch =  32 \r\n hidden= 3, 4 ");

    assertThat(config.get(Settings.SEED)).isEqualTo(7);
    assertThat(config.get(Settings.BATCH)).contains(32);
    assertThat(config.text(Settings.NETWORK)).isEqualTo("dense(3) relu, dense(4) relu, dense");
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

  @Test
  void classWeightsAreForTheSigmoidLossToo() {
    RunConfig config = RunConfig.parse("class-weights = 1:2:0.5\nloss = sigmoid-cross-entropy");

    assertThat(config.get(Settings.LOSS)).isEqualTo(new SigmoidCrossEntropy(List.of(1f, 2f, 0.5f)));
    assertThat(config.text()).contains("\nloss = sigmoid-cross-entropy(weights=1:2:0.5)\n");
    assertThat(config.with("class-weights", "3:4").get(Settings.LOSS))
        .isEqualTo(new SigmoidCrossEntropy(List.of(3f, 4f)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          label-smoothing | 0.1 | mean-squared-error | loss softmax-cross-entropy
          label-smoothing | 0.1 | sigmoid-cross-entropy | loss softmax-cross-entropy
          class-weights | 1:2 | mean-squared-error | losses softmax-cross-entropy and sigmoid-cross-entropy
          """)
  void shorthandsOfALossAreForNoOther(String key, String text, String loss, String known) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse(key + " = " + text + "\nloss = " + loss))
        .withMessage("line 1: " + key + " is for the " + known + ", this one is " + loss);
  }

  @Test
  void conventionsGoIntoTheLayers() {
    RunConfig config = RunConfig.parse(
        "hidden = 3\nbatch-norm = true\nbatch-norm-statistics = book\ndropout = 0.5\n"
            + "dropout-style = book");

    assertThat(config.network(2, 2).layers())
        .extracting(Layer::text)
        .contains(
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=book)", "dropout(0.5, style=book)");
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
            "dense(30, init=he)",
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)",
            "relu",
            "dropout(0.2, style=inverted)",
            "dense(20, init=he)",
            "batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)",
            "relu",
            "dropout(0.2, style=inverted)",
            "dense(10, init=xavier)");
  }

  @Test
  void anInitialisationThatWasAskedForIsThatOfEveryLayer() {
    RunConfig config = RunConfig.parse("hidden = 3\ninit = he");

    assertThat(config.network(2, 2).layers())
        .extracting(Layer::text)
        .containsExactly("dense(3, init=he)", "relu", "dense(2, init=he)");
  }

  @Test
  void withoutHiddenLayersTheNetworkIsOneDenseLayer() {
    assertThat(RunConfig.parse("hidden = none").network(4, 3).layers()).hasSize(1);
  }

  @Test
  void batchNormWithoutHiddenLayersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("batch-norm = true\nhidden = none"))
        .withMessage("line 1: batch-norm wants hidden layers to stand in, hidden is none");
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
            "dense(3, init=" + hidden + ")", activation, "dense(2, init=" + last + ")");
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

  @Test
  void rowsToTestWithAloneAreNotTrainedOn() {
    Dataset data = Tiny.data(0, 5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.rows(data))
        .withMessage("data set 'tiny' has no training rows");
  }

  @Test
  void accumulationAndFrozenBlocksArePartOfThePlan() {
    RunConfig config = RunConfig.parse("accumulate = 4\nbatch = 32\nfreeze = dense2, dense1");
    Plan plan = config.plan(7, 3, 1000);

    assertThat(plan.batch()).isEqualTo(32);
    assertThat(plan.accumulate()).isEqualTo(4);
    assertThat(plan.frozen()).containsExactly("dense1", "dense2");
    assertThat(config.text()).contains("\naccumulate = 4\nfreeze = dense2,dense1\n");
    assertThat(Settings.ACCUMULATE.part()).isEqualTo(Setting.Part.PLAN);
    assertThat(Settings.FREEZE.part()).isEqualTo(Setting.Part.PLAN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.with("freeze", "dense4").plan(7, 3, 1000))
        .withMessage("no block to freeze 'dense4'; known: dense1, dense2, dense3");
  }
}
