package dev.pulmu.contract;

import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.GoldenElements;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes element by element, at points, against PyTorch. */
interface ElementsPart extends Part {
  /** A few roundings to float of a number of about 1. */
  double ROUNDING = 16 * Row.ULP;

  /**
   * Between two dense layers that do nothing, before squares whose slope is −2 where y is right.
   */
  @ParameterizedTest
  @MethodSource("dev.pulmu.network.GoldenElements#activations")
  default void anActivationHasTheValuesAndSlopesOfPyTorch(GoldenElements.Function golden) {
    Network network = Network.input(1)
        .dense(1)
        .activation(Activation.parse(golden.name()))
        .dense(1)
        .loss(Row.SQUARES);
    double[] wanted = Arrays.stream(golden.y()).map(y -> y + 1).toArray();
    Dataset data = data(golden.x(), 1, new Targets.Values(floats(wanted), 1));
    // dense1.w, dense2.w, dense1.b, dense2.b
    try (Session session = open(network, data, 1, 1, 0, 0)) {
      for (int i = 0; i < golden.x().length; i++) {
        float[] gradient = session.gradient(new int[] {i}, 0).gradient();
        String at = golden.name() + " of " + golden.x()[i];
        double y = (float) wanted[i] + gradient[3] / 2;
        Near.check(at, golden.y()[i], y, ROUNDING * Math.max(1, Math.abs(y)));
        Near.check(at + ", slope", golden.slopes()[i], gradient[2] / gradient[3], ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.network.GoldenElements#losses")
  default void aLossHasTheTermsAndSlopesOfPyTorch(GoldenElements.Terms golden) {
    Network network = Network.input(1).dense(1).loss(Loss.parse(golden.text()));
    Dataset data = data(golden.x(), 1, new Targets.Values(floats(golden.t()), 1));
    try (Session session = open(network, data, 1, 0)) {
      for (int i = 0; i < golden.x().length; i++) {
        LossAndGradient came = session.gradient(new int[] {i}, 0);
        String at = golden.text() + " of " + golden.x()[i] + " for " + golden.t()[i];
        double size = Math.max(1, golden.terms()[i]);
        Near.check(at, golden.terms()[i], came.loss(), ROUNDING * size);
        double slope = golden.slopes()[i];
        Near.check(
            at + ", slope", slope, came.gradient()[1], ROUNDING * Math.max(1, Math.abs(slope)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.network.GoldenElements#rows")
  default void aLossOfRowsHasTheValuesAndSlopesOfPyTorch(GoldenElements.Rows golden) {
    int outputs = golden.x().length / golden.labels().length;
    int[] labels = Arrays.stream(golden.labels()).mapToInt(label -> (int) label).toArray();
    float[] identity = new float[outputs * outputs + outputs];
    for (int i = 0; i < outputs; i++) {
      identity[i * outputs + i] = 1;
    }
    Network network = Network.input(outputs).dense(outputs).loss(Loss.parse(golden.text()));
    Dataset data = data(golden.x(), outputs, new Targets.Labels(labels, outputs));
    try (Session session = open(network, data, identity)) {
      for (int row = 0; row < labels.length; row++) {
        LossAndGradient came = session.gradient(new int[] {row}, 0);
        String at = golden.text() + " of row " + row;
        double size = Math.max(1, golden.losses()[row]);
        Near.check(at, golden.losses()[row], came.loss(), ROUNDING * size);
        int first = row * outputs;
        Near.check(
            at + ", slopes",
            Arrays.copyOfRange(golden.slopes(), first, first + outputs),
            Arrays.copyOfRange(came.gradient(), outputs * outputs, identity.length),
            ROUNDING);
      }
    }
  }

  private static Dataset data(double[] x, int columns, Targets targets) {
    List<String> names = targets instanceof Targets.Labels
        ? IntStream.range(0, targets.outputs()).mapToObj(Integer::toString).toList()
        : List.of();
    return new Dataset("points", new Features.Floats(floats(x), columns, 1, 0), targets, names, 0);
  }

  private Session open(Network network, Dataset data, float... weights) {
    Plan plan = Planner.plan(network, Sgd.DEFAULT, 1);
    return backend().open(plan, data, new Feed(plan, data, 1, 1), new State(plan, weights));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
