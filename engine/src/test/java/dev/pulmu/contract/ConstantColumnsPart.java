package dev.pulmu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.State;
import dev.pulmu.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batch norm over columns that never vary, or in one row alone: what rounding does to a mean comes
 * out times 1/√ε.
 */
interface ConstantColumnsPart extends Part {
  int TEST_ROWS = 10;

  /** Of the first layer. */
  int OUTPUTS = 33;

  /** The column that never varies, beside others that do. */
  int CONSTANT = 17;

  /** x̂ is 0 to the bit, in batches of 129 and 142 rows. */
  @ParameterizedTest
  @ValueSource(floats = {0.3f, -7, 1e5f})
  default void columnsThatNeverVaryAreNormalisedToZero(float value) {
    Row row = row("columns of " + value, 785, 129, 400, 785 * Row.ULP, "sums 785 products");
    Trial trial = new Trial(row, data(row, value, 0));
    try (Session session = trial.open(backend(), trial.state(1))) {
      Checks.lossAndGradient(trial, session, trial.rows(0), 0);
      LossAndGradient came = session.gradient(trial.rows(2), 2);
      float[] gamma = Trial.part(came.gradient(), trial.plan.tensor("dense1.gamma"));
      Near.check(trial.at(2) + ", gradient of dense1.gamma", new double[gamma.length], gamma, 0);
      Checks.oneStep(trial, session, 0);
      Checks.oneStep(trial, session, 2);
    }
  }

  /** Where x̂ is 0, ReLU has no slope: the layer stays as it was drawn, and the loss is ln 2. */
  @ParameterizedTest
  @ValueSource(floats = {0.3f, -7})
  default void networksLearnNothingFromColumnsThatNeverVary(float value) {
    Row row = row("columns of " + value, 785, 129, 400, 785 * Row.ULP, "sums 785 products");
    Trial trial = new Trial(row, data(row, value, 0));
    State start = State.initial(trial.plan, 1);
    try (Session session = trial.open(backend(), start)) {
      session.train(0, trial.feed.steps());
      for (String name : List.of("dense1.w", "dense1.gamma", "dense1.beta")) {
        float[] came = session.state().tensor(name).values();
        Near.same(row + ", " + name, start.tensor(name).values(), came);
      }
      Evaluation test = session.evaluate(Split.TEST, Weights.LIVE);
      // Adam moves the bias of two classes by 0.01 in each of 9 steps, wherever a batch leans to:
      // at most 0.18 between them, of which the loss of even classes feels (0.18 / 2)² / 2
      Near.check(row + ", loss", Math.log(2), test.loss(), 0.0041);
    }
  }

  /** A difference as small as a fraction of the mean is as exact as the numbers that it is of. */
  @ParameterizedTest
  @ValueSource(floats = {0.3f, -7, 1e3f})
  default void columnsThatVaryInOneRowAreThoseOfTheReference(float value) {
    double tolerance = 128 * Math.max(1, Math.abs(value)) * Row.ULP;
    String reason = "33 rows make a variance, of differences " + value + " times as small";
    Row row = row("columns of " + value + " but in one row", 7, 33, 100, tolerance, reason);
    Trial trial = new Trial(row, data(row, value, 1));
    try (Session session = trial.open(backend(), trial.state(1))) {
      Checks.lossAndGradient(trial, session, trial.rows(0), 0);
      Checks.oneStep(trial, session, 0);
    }
  }

  /**
   * Batch norm takes away what a column that never varies adds, so the gradient of its weights is
   * 0: whatever others learn, these stay as they were drawn.
   */
  @ParameterizedTest
  @ValueSource(floats = {0.3f, 2020})
  default void aColumnThatNeverVariesKeepsItsWeightsBesideOthers(float value) {
    Trial trial = besideOthers(value);
    State start = State.initial(trial.plan, 1);
    try (Session session = trial.open(backend(), start)) {
      session.train(0, trial.feed.steps());
      float[] drawn = start.tensor("dense1.w").values();
      float[] came = session.state().tensor("dense1.w").values();
      int from = CONSTANT * OUTPUTS;
      Near.same(
          trial.row + ", its weights",
          Arrays.copyOfRange(drawn, from, from + OUTPUTS),
          Arrays.copyOfRange(came, from, from + OUTPUTS));
      assertThat(came).as("all weights").isNotEqualTo(drawn);
    }
  }

  static Trial besideOthers(float value) {
    Row row = row("a column of " + value, 20, 33, 400, 20 * Row.ULP, "sums 20 products");
    return new Trial(row, beside(row, value));
  }

  private static Row row(
      String name, int inputs, int batch, int trainRows, double tolerance, String reason) {
    Network network = Network.input(inputs)
        .dense(OUTPUTS)
        .batchNorm(Row.NORM)
        .activation(Row.RELU)
        .dense(2)
        .loss(Row.LOSS);
    return new Row(name, network, Row.ADAM, batch, trainRows, false, tolerance, reason);
  }

  /**
   * Columns of one to seven times a value, half of the rows in each class.
   *
   * @param more what one row of 33 has more in every column
   */
  private static Dataset data(Row row, float value, float more) {
    int samples = row.trainRows() + TEST_ROWS;
    int columns = row.network().inputs();
    float[] values = new float[samples * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = value * (1 + i % columns % 7) + (i / columns % 33 == 5 ? more : 0);
    }
    return data(row, values);
  }

  /** Columns of numbers between −1 and 1, and one of a value. */
  private static Dataset beside(Row row, float value) {
    SplittableRandom random = new SplittableRandom(3);
    int columns = row.network().inputs();
    float[] values = new float[(row.trainRows() + TEST_ROWS) * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % columns == CONSTANT ? value : (float) random.nextDouble(-1, 1);
    }
    return data(row, values);
  }

  private static Dataset data(Row row, float[] values) {
    int columns = row.network().inputs();
    int samples = values.length / columns;
    int[] labels = IntStream.range(0, samples).map(i -> i % 2).toArray();
    return new Dataset(
        row.name(),
        new Features.Floats(values, columns, 1, 0),
        new Targets.Labels(labels, 2),
        List.of("a", "b"),
        TEST_ROWS);
  }
}
