package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.TargetColumns;
import dev.pulmu.network.Layer;
import dev.pulmu.network.MeanSquaredError;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Schedule;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void linesMayStandInAnyOrderWithAnySpacing() {
    RunConfig config = RunConfig.parse("  seed=7\n\nbatch =  32 \r\n hidden= 3, 4 ");

    assertThat(config.get(Settings.SEED)).isEqualTo(7);
    assertThat(config.get(Settings.BATCH)).contains(32);
    assertThat(config.get(Settings.HIDDEN)).containsExactly(3, 4);
    assertThat(config.get(Settings.EPOCHS)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          batch | 0 | batch wants a whole number of at least 1, came 0
          batch | 12.5 | batch wants a whole number, came '12.5'
          batch | 2147483648 | batch wants a whole number of at most 2147483647, came 2147483648
          epochs | -1 | epochs wants a whole number of at least 1, came -1
          limit | 0 | limit wants a whole number of at least 1, came 0
          limit | none | limit wants a whole number, came 'none'
          hidden | 100,-3 | hidden wants a whole number of at least 1, came -3
          hidden | 100,,3 | hidden wants a whole number, came ''
          hidden | '' | hidden wants a whole number, came ''
          dropout | 1.5 | dropout wants a probability in [0, 1), came 1.5
          dropout | nan | dropout wants a probability in [0, 1), came NaN
          weight-decay | -1 | weight decay is a number of at least 0, came -1
          validation | 1 | validation wants a share in [0, 1), came 1
          validation | nan | validation wants a share in [0, 1), came NaN
          optimizer | adam(rate=nan) | a learning rate is a number above 0, came NaN
          optimizer | adamx | no optimizer 'adamx'; known: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw
          optimizer | sgd(beta=1) | sgd has no key 'beta'; known: rate
          activation | swish | no activation 'swish'; known: identity, relu, leaky-relu, sigmoid, tanh, elu, gelu
          init | she | no initialization 'she'; known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          l1 | -1 | the L1 penalty is a number of at least 0, came -1
          clip | -1 | the norm to clip at is a number of at least 0, came -1
          l1 | x | l1 wants a number, came 'x'
          clip | inf | the norm to clip at is a number of at least 0, came Infinity
          ema | 1 | the decay of the weights' average is in [0, 1), came 1
          ema | nan | the decay of the weights' average is in [0, 1), came NaN
          weight-decay | inf | weight decay is a number of at least 0, came Infinity
          init | normal(deviation=0) | normal wants a deviation above 0, came 0
          init | normal(sigma=1) | normal has no key 'sigma'; known: deviation
          optimizer | adam(rate=cosine(end=-1)) | cosine wants end of at least 0, came -1
          optimizer | '' | '' wants the form name or name(key=value, …)
          loss | softmax-cross-entropy(smoothing=1) | label smoothing is in [0, 1), came 1
          loss | softmax-cross-entropy(weights=1:-1) | a class weight is a number of at least 0, came -1
          activation | relu(x=1) | no activation 'relu(x=1)'; known: identity, relu, leaky-relu, sigmoid, tanh, elu, gelu
          validation | x | validation wants a number, came 'x'
          loss | hinge | no loss 'hinge'; known: softmax-cross-entropy, sigmoid-cross-entropy, mean-squared-error
          sampling | twice | no sampling 'twice'; known: shuffle, with-replacement, sequential
          drop-last | 1 | no value of drop-last '1'; known: true, false
          dropout-style | old | no dropout-style 'old'; known: inverted, book
          batch-norm-statistics | keras | no batch-norm-statistics 'keras'; known: corrected, pytorch, book
          schedule | cosin | no schedule 'cosin'; known: constant, step, exponential, inverse, sqrt-epoch, sqrt-step, polynomial, cosine, one-cycle, piecewise, manual, warmup
          schedule | cosine then step | only warmup(…) can stand before 'then', came 'cosine'; for rates that change at given epochs there is piecewise(…)
          label-smoothing | 1 | label smoothing is in [0, 1), came 1
          label-smoothing | some | label-smoothing wants a number, came 'some'
          class-weights | 1:-2 | a class weight is a number of at least 0, came -2
          class-weights | 1,2 | a class weight wants a number, came '1,2'
          class-weights | 1::2 | a class weight wants a number, came ''
          batch-norm | maybe | no value of batch-norm 'maybe'; known: true, false
          seed | 9223372036854775808 | seed wants a whole number of at most 9223372036854775807, came 9223372036854775808
          seed | x | seed wants a whole number, came 'x'
          dataset | '' | dataset wants a name, came ''
          backend | a b | backend wants a name, came 'a b'
          targets | price | targets want the form numbers(a,b), labels(a) or none, came 'price'
          targets | labels(a,b) | labels want one column, as in labels(species), came [a, b]
          targets | numbers | numbers want at least one column, as in numbers(price), came none
          targets | numbers(a, b,a) | column 'a' is a target twice
          targets | numbers(price=3) | numbers has no key 'price'; it has none
          targets | numbers(price | 'numbers(price' wants a ')' at its end
          """)
  void aValueThatMakesNoSenseIsRefusedWithTheValue(String key, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(key, text))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("\n" + key + " = " + text))
        .withMessage("line 2: " + message);
  }

  @Test
  void aTypedValueIsCheckedLikeAText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.BATCH, Optional.of(0)))
        .withMessage("batch wants a whole number of at least 1, came 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.DROPOUT, 1f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.LIMIT, Optional.of(-1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a=b", "a)", " a"})
  void aColumnWhoseNameReadsBackToSomethingElseIsNoTarget(String name) {
    TargetColumns columns = new TargetColumns(TargetColumns.Kind.NUMBERS, List.of(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.DEFAULT.with(Settings.TARGETS, Optional.of(columns)))
        .withMessageStartingWith("targets want column names without commas, equals signs and")
        .withMessageEndingWith("came 'numbers(" + name + ")'; rename the column");
  }

  @Test
  void targetsMayHaveBlanksAndPairsOfParentheses() {
    RunConfig config = RunConfig.parse("targets = numbers( price (in USD) ,Größe)");

    assertThat(config.get(Settings.TARGETS).orElseThrow().names())
        .containsExactly("price (in USD)", "Größe");
    assertThat(config.text()).contains("\ntargets = numbers(price (in USD),Größe)\n");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunConfig.parse("batsch = 3"))
        .withMessageStartingWith("line 1: no setting 'batsch'; known: dataset, targets, backend, ")
        .withMessageEndingWith(", seed, schedule, label-smoothing, class-weights");
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
    assertThat(config.with("label-smoothing", "0").with("class-weights", ""))
        .isEqualTo(RunConfig.DEFAULT);
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
}
