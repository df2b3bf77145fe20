package dev.pulmu.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Backend;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.model.Model;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Checkpoints;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Outcome;
import dev.pulmu.run.Run;
import dev.pulmu.run.Tiny;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedules;
import dev.pulmu.steering.Epoch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of networks and plans that are built in Java, of a user's own kinds, too. */
class AnyRunTest {
  private static final Schedule RATE = new Schedule.Constant(0.02);
  private static final RunConfig TERMS =
      RunConfig.parse("epochs = 4\nbatch = 5\nvalidation = 0.25\nseed = 3");

  /** Of kinds that Pulmu has not, with another block than the settings' shorthands know. */
  private static final Network OWN = Network.input(2, 2)
      .dense(6, new Initialization.GlorotUniform())
      .batchNorm(BatchNorm.DEFAULT)
      .activation(new RootUnit())
      .dense(5)
      .dropout(0.25f)
      .dense(3)
      .loss(new LogCosh());

  private final Dataset data = Tiny.data(32, 6);

  @TempDir
  private Path directory;

  @BeforeAll
  static void register() {
    ElementFunction.register("root-unit", call -> new RootUnit());
    ElementLoss.register("log-cosh", call -> new LogCosh());
    ElementRule.register(
        "soft-sign",
        call -> new SoftSign(
            Schedules.read(call, RATE), call.number("decay", 0), call.number("softness", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void aRunOfOwnKindsThatIsStoppedGoesOnToTheSameBits(String name) {
    Backend backend = Backend.named(name);
    RunConfig config = TERMS.with(OWN).with(Settings.OPTIMIZER, new SoftSign(RATE, 0.75f, 0.1f));
    RunReport whole = new Run(config, data, backend).train().report();

    try (RunDirectory path = RunDirectory.create(directory, 2);
        Checkpoints checkpoints = checkpoints(path)) {
      Run run = new Run(config, data, backend);
      run.train(checkpoints, new Listener() {
        @Override
        public void epoch(Epoch epoch) {
          run.stop();
        }
      });
    }
    Outcome resumed;
    try (RunDirectory path = RunDirectory.open(directory, 2);
        Checkpoints checkpoints = checkpoints(path)) {
      resumed = Run.resume(path, data, backend).train(checkpoints);
    }
    resumed.save(directory);

    assertThat(resumed.report().resumed().orElseThrow().step()).isEqualTo(5);
    assertThat(resumed.report().weightsSha256()).isEqualTo(whole.weightsSha256());
    assertThat(resumed.report().network()).isEqualTo(OWN);
    assertThat(Model.load(directory).network()).isEqualTo(OWN);
  }

  private static Checkpoints checkpoints(RunDirectory path) {
    return new Checkpoints(path, Interval.parse("100steps"), failure -> {
      throw new AssertionError(failure);
    });
  }

  @Test
  void thereIsNothingToResumeBeforeTheFirstCheckpoint() {
    try (RunDirectory path = RunDirectory.create(directory, 2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Run.resume(path, data, Backend.named("cpu")))
          .withMessage(directory + " has no checkpoint yet; begin with a new Run");
    }
  }

  /** An identity that nobody has registered. */
  private record Unknown() implements ElementFunction {
    @Override
    public String text() {
      return "unheard-of";
    }

    @Override
    public Initialization initialization() {
      return new Initialization.Xavier();
    }

    @Override
    public String device() {
      return "y = x; slope = 1.f;";
    }

    @Override
    public float value(float x) {
      return x;
    }

    @Override
    public float slope(float x) {
      return 1;
    }
  }

  /** SGD that nobody has registered. */
  private record Descent(String name, Schedule rate) implements ElementRule {
    @Override
    public String text() {
      return name + "(rate=" + rate.text() + ")";
    }

    @Override
    public Descent withRate(Schedule rate) {
      return new Descent(name, rate);
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public Map<String, Float> constants() {
      return Map.of();
    }

    @Override
    public List<String> perStep() {
      return List.of("rate");
    }

    @Override
    public float[] perStep(double rate, long t) {
      return new float[] {(float) rate};
    }

    @Override
    public String device() {
      return "w -= rate * g;";
    }

    @Override
    public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
      float rate = k[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * g[i];
      }
    }
  }

  private static RunConfig with(ElementFunction activation, ElementRule rule) {
    Network network = Network.input(4)
        .dense(3, new Initialization.Xavier())
        .activation(activation)
        .dense(3, new Initialization.Xavier())
        .loss(new SoftmaxCrossEntropy());
    return TERMS.with(network).with(Settings.OPTIMIZER, rule);
  }

  @Test
  void whatNobodyCouldReadBackIsRefusedBeforeTheFirstStepOfARunThatLeavesIt() {
    String advice = "; register what is your own before the run, as with ElementFunction.register,"
        + " ElementLoss.register or ElementRule.register, or leave nothing to read: Run.trainFor";
    Run unknownLayer = new Run(with(new Unknown(), new Sgd(RATE)), data, Backend.named("cpu"));
    Run unknownRule = new Run(
        with(Activation.TANH, new Descent("unheard-of-descent", RATE)), data, Backend.named("cpu"));

    assertThatIllegalArgumentException()
        .isThrownBy(unknownLayer::train)
        .withMessageStartingWith("network = 4: dense(3, init=xavier) unheard-of, dense(3,"
            + " init=xavier) could not be read back: no layer 'unheard-of'; ")
        .withMessageEndingWith(advice);
    assertThatIllegalArgumentException()
        .isThrownBy(unknownRule::train)
        .withMessageStartingWith("optimizer = unheard-of-descent(rate=0.02) could not be read back:"
            + " no optimizer 'unheard-of-descent'; ")
        .withMessageEndingWith(advice);
    try (RunDirectory path = RunDirectory.create(directory, 2);
        Checkpoints checkpoints = checkpoints(path)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> unknownRule.train(checkpoints))
          .withMessageEndingWith(advice);
      assertThat(path.steps()).isEmpty();
    }
  }

  @Test
  void whatReadsBackAsSomethingElseIsRefusedToo() {
    Run disguised =
        new Run(with(Activation.TANH, new Descent("sgd", RATE)), data, Backend.named("cpu"));

    assertThatIllegalArgumentException()
        .isThrownBy(disguised::train)
        .withMessageStartingWith("optimizer = sgd(rate=0.02) reads back to " + new Sgd(RATE)
            + ", which does not equal it: give what is your own a name of its own");
  }

  @Test
  void aRunThatLeavesNothingTrainsWithWhatNobodyCouldReadBack() {
    List<Double> losses = new ArrayList<>();
    Listener listener = new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        losses.add(epoch.trainLoss());
      }
    };

    new Run(
            with(new Unknown(), new Descent("unheard-of-descent", RATE)),
            data,
            Backend.named("cpu"))
        .trainFor(listener);

    RunReport same = new Run(with(Activation.IDENTITY, new Sgd(RATE)), data, Backend.named("cpu"))
        .train()
        .report();
    assertThat(losses).isEqualTo(same.epochs().stream().map(Epoch::trainLoss).toList());
  }

  /** What is asked for reads back, and makes the same plan. */
  @Test
  void everyPlanIsMadeAgainFromItsConfiguration() {
    for (long seed = 0; seed < 300; seed++) {
      Row row = RandomRow.of(seed);
      Plan plan =
          Planner.plan(row.network(), row.update(), row.batch(), row.accumulate(), row.freeze());
      RunConfig config = RunConfig.parse(RunConfig.DEFAULT.with(plan).text());

      assertThat(config.plan(row.network().inputs(), row.network().outputs(), 1000))
          .as("seed %d", seed)
          .isEqualTo(plan);
    }
  }
}
