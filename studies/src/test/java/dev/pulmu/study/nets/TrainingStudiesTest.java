package dev.pulmu.study.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Curve;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.study.AtSteps;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Verdict;
import dev.pulmu.study.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What studies that train do beside training, on a few steps and noise in ten classes. */
class TrainingStudiesTest {
  private static final int INPUTS = 24;

  private static Lab lab(int steps) {
    Random random = new Random(7);
    byte[] values = new byte[150 * INPUTS];
    random.nextBytes(values);
    int[] labels = random.ints(150, 0, 10).toArray();
    Dataset noise = new Dataset(
        "noise",
        new Features.Bytes(values, INPUTS, 1f / 255, 0),
        new Targets.Labels(labels, 10),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        20);
    return new Lab(Backend.named("cpu"), Optional.of(noise), steps);
  }

  @Test
  void everyOptimizerBeginsAlikeAndGetsTheSameBatches() {
    Observation seen = new Optimizers().observe(lab(6), 3);
    double[] momentum = seen.curve("Momentum: loss").y();

    // The first step of momentum is one of SGD, and a tenth of the gradient at ten times the rate.
    assertThat(seen.curve("SGD: loss").y()[0]).isEqualTo(momentum[0], within(1e-6));
    assertThat(seen.curve("Momentum EWMA, rate 0.1: loss").y())
        .containsExactly(momentum, within(1e-4));
    assertThat(seen.curve("SGD: loss").y()[5]).isNotCloseTo(momentum[5], within(1e-4));
  }

  @Test
  void accuracyIsReadAfterTheFirstStepOfAnEpoch() {
    Lab lab = lab(Integer.MAX_VALUE);
    Plan plan = FewRows.plan(lab, FewRows.DEPTH, Optional.empty(), Optional.empty(), 0);
    Dataset rows = FewRows.of(lab);

    Curve read =
        Readings.accuracies(lab, plan, rows, 6, 2, 1, List.of(Split.TRAIN)).get(Split.TRAIN);

    assertThat(read.x()).containsExactly(0, 2, 4, 5);
    try (Session session = open(lab, plan, State.initial(plan, 1))) {
      session.train(0, 2 * 2 + 1); // 130 rows are two batches
      assertThat(read.y()[1])
          .isEqualTo(session.evaluate(Split.TRAIN, Weights.LIVE).accuracy().orElseThrow());
    }
  }

  private static Session open(Lab lab, Plan plan, State begin) {
    Dataset rows = FewRows.of(lab);
    Feed feed = new Feed(plan, rows, 6, 1, Sampling.WITH_REPLACEMENT, false);
    return lab.backend().open(plan, rows, feed, begin);
  }

  @Test
  void aNetThatFallsApartIsReadAsItsLastFiniteStepLeftIt() {
    Lab lab = lab(Integer.MAX_VALUE);
    Dataset rows = FewRows.of(lab);
    Network net = Nets.plain(INPUTS, 2, 8, Activation.RELU, new Initialization.He());
    Plan plan = Planner.plan(net, new Sgd(new Schedule.Constant(1e20)), 100);
    double[] losses = new double[6];
    List<Integer> read = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    AtSteps reader = new AtSteps(IntStream.of(0, 3, 5, 6), (look, step) -> {
      read.add(step);
      accuracies.add(look.evaluate(Split.TRAIN).accuracy().orElseThrow());
    });

    Lab.train(
        lab.run(plan, rows, 6, Sampling.WITH_REPLACEMENT, 1), 6, AtSteps.losses(losses), reader);

    try (Session session = open(lab, plan, State.initial(plan, 1))) {
      long last = session.train(0, 6).nonFiniteStep();
      assertThat(last).isBetween(1L, 4L);
      assertThat(read).containsExactly(0, 3, 5, 6);
      assertThat(accuracies.get(3))
          .isEqualTo(session.evaluate(Split.TRAIN, Weights.LIVE).accuracy().orElseThrow());
      assertThat(losses[(int) last - 1]).isFinite();
      assertThat(Arrays.copyOfRange(losses, (int) last, 6)).containsOnly(Double.NaN);
    }
  }

  /** With v = 0.8 w behind each dropout, as the study's text says. */
  @Test
  void theBooksDropoutIsTheInvertedOneFromSmallerWeightsAtSmallerSteps() {
    Lab lab = lab(1);
    Plan book = plan(lab, Dropout.Style.BOOK);
    Plan inverted = plan(lab, Dropout.Style.INVERTED);
    State begin = State.initial(book, 5);
    float[] smaller = begin.values().clone();
    for (Tensor tensor : book.tensors()) {
      if (isBehindDropout(tensor)) {
        for (int i = tensor.offset(); i < tensor.end(); i++) {
          smaller[i] *= 0.8f;
        }
      }
    }

    LossAndGradient ofBook = gradient(lab, book, begin);
    LossAndGradient ofInverted = gradient(lab, inverted, new State(inverted, smaller));

    assertThat(ofBook.loss()).isEqualTo(ofInverted.loss(), within(1e-5));
    for (Tensor tensor : book.tensors()) {
      float slope = isBehindDropout(tensor) ? 0.8f : 1;
      for (int i = tensor.offset(); i < tensor.end(); i++) {
        assertThat(ofBook.gradient()[i])
            .as(tensor.name())
            .isEqualTo(slope * ofInverted.gradient()[i], within(1e-5f));
      }
    }
  }

  private static boolean isBehindDropout(Tensor tensor) {
    return tensor.name().endsWith(".w") && !tensor.name().equals("dense1.w");
  }

  private static Plan plan(Lab lab, Dropout.Style style) {
    Dropout dropout = new Dropout(Dropouts.SHARE, style);
    return FewRows.plan(lab, FewRows.DEPTH, Optional.empty(), Optional.of(dropout), 0);
  }

  private static LossAndGradient gradient(Lab lab, Plan plan, State begin) {
    try (Session session = open(lab, plan, begin)) {
      return session.gradient(IntStream.range(0, 100).toArray(), 0);
    }
  }

  @Test
  void decayThatClosesTheGapAndCostsAccuracyIsWhatIsExpected() {
    assertThat(outcomes(0.92, 0.74)).doesNotContain(Outcome.FAILS);
    assertThat(outcomes(0.92, 0.80)).contains(Outcome.FAILS); // decay must not help the test rows
    assertThat(outcomes(0.97, 0.71)).contains(Outcome.FAILS); // a gap wider than without
  }

  /** Of λ = 0.1 that ends like this, beside λ = 0 at 1.00 and 0.79. */
  private static List<Outcome> outcomes(double training, double test) {
    Observation seen = new Observation()
        .number("λ = 0: training accuracy", 1)
        .number("λ = 0: test accuracy", 0.79)
        .number("λ = 0: gap", 0.21)
        .number("λ = 0.1: training accuracy", training)
        .number("λ = 0.1: test accuracy", test)
        .number("λ = 0.1: gap", training - test)
        .number("λ = 0.01: training accuracy", 0.995)
        .number("λ = 0.3: training accuracy", 0.2);
    return new WeightDecays()
        .expectations().stream()
            .map(expectation -> Verdict.of(expectation, List.of(seen), true).outcome())
            .toList();
  }

  @Test
  void aFailureOfOnePieceOfWorkIsTheFailureOfAll() {
    Function<Lab, Integer> broken = part -> {
      throw new IllegalStateException("broken");
    };

    assertThat(lab(1).sideBySide(Map.of("a", part -> part.steps(3)))).containsEntry("a", 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> lab(1).sideBySide(Map.of("a", broken)))
        .withMessage("broken");
  }

  /** Expected values: the book's recipe, np.convolve with np.kaiser(11, 2), in NumPy. */
  @Test
  void curvesAreSmoothedAsTheBooksAre() {
    Curve smooth = Curve.from(0, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8).throughKaiser();

    assertThat(smooth.y())
        .containsExactly(
            new double[] {
              3.30294751, 3.07065152, 3.28745143, 3.67492391, 3.83716329, 4.17426157,
              4.5463586, 5.01593545, 5.21572054, 5.37502307, 5.37231541, 5.27872146
            },
            within(1e-8));
  }
}
