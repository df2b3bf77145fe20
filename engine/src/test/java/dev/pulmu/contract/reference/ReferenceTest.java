package dev.pulmu.contract.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who checks the checker: central differences and numbers computed by hand. */
class ReferenceTest {
  private static final int ROWS = 9;
  private static final double STEP = 1e-4;
  private static final List<String> ACTIVATIONS = ReferenceActivation.names();
  private static final List<String> LOSSES = List.of(
      "",
      " smoothing",
      " weights",
      " smoothing weights",
      " sigmoid-loss",
      " sigmoid-loss numbers",
      " sigmoid-loss weights",
      " sigmoid-loss numbers weights",
      " squares-loss",
      " squares-loss numbers");

  private static ReferenceLayer dense(String name, int inputs, int outputs) {
    return new ReferenceLayer(name, inputs, outputs, false, 0, 0, false, "identity", 0, false);
  }

  /** Layers of all kinds; the batch of 9 keeps the slopes through batch norm away from 0. */
  private static List<ReferenceLayer> layers(String kind) {
    boolean norm = kind.contains("norm");
    String activation = kind.split(" ")[0];
    boolean book = kind.contains("book");
    double dropout = kind.contains("dropout") ? 0.25 : 0;
    return List.of(
        new ReferenceLayer("a", 3, 5, norm, 1e-5, 0.9, false, activation, dropout, book),
        new ReferenceLayer("b", 5, 4, norm, 1e-3, 0.5, true, activation, dropout, book),
        dense("c", 4, 3));
  }

  /** Every activation through every way that a layer can go, in turn with every loss. */
  static List<String> kinds() {
    List<String> kinds = new ArrayList<>();
    int losses = 0;
    for (String activation : ACTIVATIONS) {
      for (String way : List.of("", " norm", " dropout", " dropout book")) {
        kinds.add(activation + way + LOSSES.get(losses++ % LOSSES.size()));
        kinds.add(activation + way + LOSSES.get(losses++ % LOSSES.size()));
      }
      for (String style : List.of("", " book")) {
        kinds.add(activation + " norm dropout" + style + LOSSES.get(losses++ % LOSSES.size()));
      }
      for (String loss : LOSSES) {
        kinds.add(activation + loss);
      }
      losses++; // so that the next activation meets others
    }
    return kinds.stream().distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void gradientIsTheSlopeOfLossAndPenalty(String kind) {
    List<ReferenceLayer> layers = layers(kind);
    double distance = 0;
    for (long seed = 0; distance < 0.01; seed++) { // away from the kinks
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, double[]> tensors = tensors(layers, random);
      double[] x = normals(ROWS * 3, random);
      ReferenceLoss loss = loss(kind, random);
      List<boolean[]> dropped = new ArrayList<>();
      for (ReferenceLayer layer : layers) {
        boolean[] mask = new boolean[ROWS * layer.outputs()];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = random.nextDouble() < layer.dropout();
        }
        dropped.add(layer.dropout() > 0 ? mask : null);
      }
      Supplier<ReferencePass> pass =
          () -> ReferencePass.training(layers, tensors, x, loss, dropped, 0.3, 0.2);
      distance = pass.get().distanceToKink();
      if (distance >= 0.01) {
        pass.get().gradient().slopes().forEach((name, slopes) -> {
          double[] values = tensors.get(name);
          double largest = 0;
          for (int i = 0; i < values.length; i++) {
            double kept = values[i];
            values[i] = kept + STEP;
            double above = value(pass.get());
            values[i] = kept - STEP;
            double below = value(pass.get());
            values[i] = kept;
            assertThat(slopes[i])
                .as("%s, %s[%d]", kind, name, i)
                .isCloseTo((above - below) / (2 * STEP), within(1e-6)); // third derivative × h²
            largest = Math.max(largest, Math.abs(slopes[i]));
          }
          assertThat(largest).as("%s, %s is not checked on zeros", kind, name).isPositive();
        });
      }
    }
  }

  private static ReferenceLoss loss(String kind, SplittableRandom random) {
    int[] labels = random.ints(ROWS, 0, 3).toArray();
    double[] weights = kind.contains("weights") ? new double[] {0.5, 2, 0} : new double[0];
    if (!kind.contains("-loss")) {
      return ReferenceLoss.softmax(labels, 3, kind.contains("smoothing") ? 0.2 : 0, weights);
    }
    String name = kind.contains("squares-loss") ? "mean-squared-error" : "sigmoid-cross-entropy";
    ReferenceLoss loss = kind.contains("numbers")
        ? new ReferenceLoss(name, random.doubles(ROWS * 3).toArray(), 3, null)
        : ReferenceLoss.onLabels(name, labels, 3);
    return weights.length == 0 ? loss : loss.weighted(weights);
  }

  private static ReferenceLoss labels(int outputs, int... labels) {
    return ReferenceLoss.softmax(labels, outputs, 0, new double[0]);
  }

  private static double value(ReferencePass pass) {
    return pass.lossSum() / ROWS + pass.penalty();
  }

  @Test
  void lossOfEqualLogitsIsTheLogarithmOfTheClasses() {
    Map<String, double[]> tensors = Map.of("a.w", new double[20], "a.b", new double[10]);
    ReferencePass pass =
        ReferencePass.use(List.of(dense("a", 2, 10)), tensors, new double[6], labels(10, 0, 5, 9));
    assertThat(pass.lossSum()).isCloseTo(3 * Math.log(10), within(1e-12));
    assertThat(pass.correct()).as("the first of equal logits is the answer").isEqualTo(1);
    assertThat(pass.closeCalls(0)).isEqualTo(3);
  }

  @Test
  void twoLogitsByHand() {
    // x = 2, w = (1, −1), b = (0, 1): logits (2, −1), softmax (1 / (1 + e⁻³), …)
    Map<String, double[]> tensors = Map.of("a.w", new double[] {1, -1}, "a.b", new double[] {0, 1});
    List<boolean[]> nothing = new ArrayList<>();
    nothing.add(null);
    ReferencePass pass = ReferencePass.training(
        List.of(dense("a", 1, 2)), tensors, new double[] {2}, labels(2, 1), nothing, 0.5, 0);
    double first = 1 / (1 + Math.exp(-3));
    assertThat(pass.logits()).containsExactly(2, -1);
    assertThat(pass.lossSum()).isCloseTo(3 + Math.log(1 + Math.exp(-3)), within(1e-12));
    assertThat(pass.penalty()).isEqualTo(0.5);
    assertThat(pass.gradient().slopes().get("a.b"))
        .containsExactly(new double[] {first, -first}, within(1e-12));
    assertThat(pass.gradient().slopes().get("a.w"))
        .containsExactly(new double[] {2 * first + 0.5, -2 * first - 0.5}, within(1e-12));
  }

  @Test
  void hugeLogitsHaveAFiniteLoss() {
    Map<String, double[]> tensors = Map.of("a.w", new double[] {1000, -1000}, "a.b", new double[2]);
    ReferencePass pass =
        ReferencePass.use(List.of(dense("a", 1, 2)), tensors, new double[] {3}, labels(2, 1));
    assertThat(pass.lossSum()).isEqualTo(6000);
  }

  @Test
  void batchNormByHand() {
    // column (1, 3, 8): mean 4, biased variance (9 + 1 + 16) / 3
    ReferenceLayer layer =
        new ReferenceLayer("a", 1, 1, true, 1e-2, 0.9, false, "identity", 0, false);
    Map<String, double[]> tensors = new HashMap<>();
    tensors.put("a.w", new double[] {1});
    tensors.put("a.gamma", new double[] {2});
    tensors.put("a.beta", new double[] {5});
    tensors.put("a.runningMean", new double[] {0});
    tensors.put("a.runningVariance", new double[] {0});
    tensors.put("a.runningWeight", new double[] {0});
    List<boolean[]> nothing = new ArrayList<>();
    nothing.add(null);
    double[] x = {1, 3, 8};
    ReferenceLoss labels = labels(1, 0, 0, 0);
    ReferencePass pass = ReferencePass.training(List.of(layer), tensors, x, labels, nothing, 0, 0);
    double root = Math.sqrt(26 / 3.0 + 0.01);
    assertThat(pass.logits())
        .containsExactly(new double[] {5 - 6 / root, 5 - 2 / root, 5 + 8 / root}, within(1e-12));
    Map<String, double[]> statistics = pass.statistics();
    assertThat(statistics.get("a.runningMean")[0]).isCloseTo(0.4, within(1e-12));
    assertThat(statistics.get("a.runningVariance")[0]).isCloseTo(2.6 / 3, within(1e-12));
    assertThat(statistics.get("a.runningWeight")[0]).isCloseTo(0.1, within(1e-12));

    // Never trained: mean 0, variance 1. After one step: corrected to the batch's own statistics.
    assertThat(ReferencePass.use(List.of(layer), tensors, x, labels).logits()[2])
        .isCloseTo(5 + 16 / Math.sqrt(1.01), within(1e-12));
    tensors.putAll(statistics);
    assertThat(ReferencePass.use(List.of(layer), tensors, x, labels).logits())
        .containsExactly(pass.logits(), within(1e-12));
  }

  @Test
  void dropoutZeroesAndScalesTheRest() {
    ReferenceLayer layer = new ReferenceLayer("a", 1, 2, false, 0, 0, false, "relu", 0.75, false);
    Map<String, double[]> tensors = Map.of("a.w", new double[] {1, 2}, "a.b", new double[2]);
    List<boolean[]> dropped = List.of(new boolean[] {false, true, true, false});
    double[] x = {1, 3};
    assertThat(ReferencePass.training(List.of(layer), tensors, x, labels(2, 0, 0), dropped, 0, 0)
            .logits())
        .containsExactly(4, 0, 0, 24);
    assertThat(ReferencePass.use(List.of(layer), tensors, x, labels(2, 0, 0)).logits())
        .containsExactly(1, 2, 3, 6);
  }

  @Test
  void rulesByHand() {
    double[] w = {1, 1};
    ReferenceUpdate.sgd(w, new double[] {2, -4}, 0.25);
    assertThat(w).containsExactly(0.5, 2);
    double[] m = {0};
    double[] v = {0};
    double[] moved = {1};
    ReferenceUpdate.adam(moved, new double[] {-3}, m, v, 0.1, 0.9, 0.999, 1e-8, 1);
    assertThat(moved[0]).as("the first step is the rate").isCloseTo(1.1, within(1e-8));
    assertThat(m[0]).isCloseTo(-0.3, within(1e-12));
    assertThat(v[0]).isCloseTo(0.009, within(1e-12));
    double[] average = {0.8};
    ReferenceUpdate.average(average, new double[] {49}, 0.98);
    assertThat(average[0]).isCloseTo(1.764, within(1e-12));
  }

  @Test
  void referenceSharesNothingWithTheEngine() throws IOException {
    Path folder = Path.of("src/test/java/dev/pulmu/contract/reference");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file).replaceFirst("package dev\\.pulmu[^;]*;", ""))
            .as(file.toString())
            .doesNotContain("dev." + "pulmu");
      }
    }
  }

  private static Map<String, double[]> tensors(
      List<ReferenceLayer> layers, SplittableRandom random) {
    Map<String, double[]> tensors = new HashMap<>();
    for (ReferenceLayer layer : layers) {
      tensors.put(layer.name() + ".w", normals(layer.inputs() * layer.outputs(), random));
      for (String name :
          List.of("b", "gamma", "beta", "runningMean", "runningVariance", "runningWeight")) {
        tensors.put(layer.name() + "." + name, normals(layer.outputs(), random));
      }
    }
    return tensors;
  }

  private static double[] normals(int count, SplittableRandom random) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }
}
