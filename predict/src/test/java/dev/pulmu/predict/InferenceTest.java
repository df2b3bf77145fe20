package dev.pulmu.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers against sums in double; that the bits are those of a session its module's tests say. */
class InferenceTest {
  private static final float SCALE = 1f / 255;
  private static final float SHIFT = -0.5f;

  /** w(3,2) row by row, then b(2). */
  private static final float[] VALUES = {1, -1, 0.5f, 2, -3, 0.25f, 0.125f, -0.75f};

  @TempDir
  private Path directory;

  @Test
  void classesGetTheSoftmaxOfTheLogitsOfNormalisedFeatures() {
    Inference inference = Inference.of(small(new SoftmaxCrossEntropy()));

    Matrix answers = inference.predict(new float[] {0, 255, 128, 17, 3, 200});

    assertThat(answers.rows()).isEqualTo(2);
    assertThat(answers.columns()).isEqualTo(inference.outputs()).isEqualTo(2);
    for (int row = 0; row < 2; row++) {
      double[] logits = logits(row == 0 ? new int[] {0, 255, 128} : new int[] {17, 3, 200});
      double first = 1 / (1 + Math.exp(logits[1] - logits[0]));
      assertThat((double) answers.at(row, 0)).isCloseTo(first, within(1e-6));
      assertThat((double) answers.at(row, 1)).isCloseTo(1 - first, within(1e-6));
      assertThat(answers.largest(row)).isEqualTo(first > 0.5 ? 0 : 1);
    }
  }

  @Test
  void questionsGetTheSigmoidAndNumbersTheLogits() {
    double[] logits = logits(new int[] {9, 80, 250});

    Matrix shares =
        Inference.of(small(Loss.parse("sigmoid-cross-entropy"))).predict(new float[] {9, 80, 250});
    Matrix numbers =
        Inference.of(small(Loss.parse("mean-squared-error"))).predict(new float[] {9, 80, 250});

    for (int i = 0; i < 2; i++) {
      assertThat((double) shares.at(0, i)).isCloseTo(1 / (1 + Math.exp(-logits[i])), within(1e-6));
      assertThat((double) numbers.at(0, i)).isCloseTo(logits[i], within(1e-6));
    }
  }

  @Test
  void bytesAreNumbersFrom0To255() {
    Inference inference = Inference.of(small(new SoftmaxCrossEntropy()));
    byte[] bytes = {0, (byte) 255, (byte) 128};

    assertThat(inference.predict(bytes).values())
        .isEqualTo(inference.predict(new float[] {0, 255, 128}).values());
    assertThat(inference.forward(bytes, Inference.LOGITS).values())
        .isEqualTo(
            inference.forward(new float[] {0, 255, 128}, Inference.LOGITS).values());
  }

  /** Chunks of 128 rows, and tiles of four and eight, are nobody's business. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 127, 128, 129, 300})
  void aRowHasTheSameBitsHoweverManyComeWithIt(int rows) {
    Inference inference = Inference.of(deep());
    float[] features = features(rows);
    for (String tap : inference.taps()) {
      Matrix all = inference.forward(features, tap);
      assertThat(all.rows()).isEqualTo(rows);
      for (int row = 0; row < rows; row++) {
        Matrix alone =
            inference.forward(Arrays.copyOfRange(features, row * 50, row * 50 + 50), tap);
        assertThat(alone.values())
            .isEqualTo(
                Arrays.copyOfRange(all.values(), row * all.columns(), (row + 1) * all.columns()));
      }
    }
    assertThat(inference.predict(features).rows()).isEqualTo(rows);
  }

  @Test
  void plainLoopsGiveTheBitsOfVectors() {
    Inference vectors = Inference.of(deep(), new VectorKernels());
    Inference loops = Inference.of(deep(), new PlainKernels());
    float[] features = features(21);
    for (String tap : vectors.taps()) {
      assertThat(loops.forward(features, tap).values())
          .isEqualTo(vectors.forward(features, tap).values());
    }
    assertThat(loops.predict(features).values())
        .isEqualTo(vectors.predict(features).values());
  }

  @Test
  @Timeout(60)
  void aJvmWithoutTheVectorApiGivesTheSameBits() throws IOException, InterruptedException {
    Path file = directory.resolve(Model.FILE);
    deep().save(file);
    Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            InferenceTest.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().toList();
    }
    assertThat(child.waitFor()).isZero();
    int bits = Arrays.hashCode(Inference.of(deep()).predict(features(21)).values());
    assertThat(lines).containsExactly("vectors: false", "bits: " + bits);
  }

  /** In a JVM of its own: what a model answers. */
  public static void main(String[] arguments) {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    float[] answers =
        Inference.of(Model.load(Path.of(arguments[0]))).predict(features(21)).values();
    System.out.println("vectors: " + vectors);
    System.out.println("bits: " + Arrays.hashCode(answers));
  }

  @Test
  void threadsShareOne() {
    Inference inference = Inference.of(deep());
    float[] features = features(130);
    float[] wanted = inference.predict(features).values();
    assertThat(IntStream.range(0, 40).parallel().mapToObj(i -> inference.predict(features)))
        .allSatisfy(came -> assertThat(came.values()).isEqualTo(wanted));
  }

  @Test
  void aCallCopiesNoWeights() {
    Network network = Network.input(1000).dense(1000).dense(10).loss(new SoftmaxCrossEntropy());
    Model model = model(State.initial(NetworkPlan.of(network), 1), unchanged());
    Inference inference =
        Inference.of(model, new PlainKernels()); // until compiled, vectors are objects
    float[] features = new float[1000];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    inference.predict(features);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    inference.predict(features);
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(bytes).as("of 4 MB of weights").isLessThan(400_000);
  }

  @Test
  void whatTheModelDoesNotTakeIsRefused() {
    Inference inference = Inference.of(small(new SoftmaxCrossEntropy()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.predict(new float[4]))
        .withMessage("the network wants rows of 3 features, came 4 numbers; give it whole rows, one"
            + " after the other");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.predict(new byte[2]))
        .withMessageContaining("came 2 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.forward(new float[3], "dense2"))
        .withMessageContaining("'dense2'")
        .withMessageContaining("dense1, logits");
    Inference wide = Inference.of(model(
        State.initial(
            NetworkPlan.of(Network.input(1).dense(1 << 16).loss(new SoftmaxCrossEntropy())), 1),
        unchanged()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wide.predict(new byte[1 << 15]))
        .withMessage("32768 rows of 65536 outputs are more than one array holds; ask for fewer at a"
            + " time");
  }

  private static double[] logits(int[] sample) {
    double[] logits = {VALUES[6], VALUES[7]};
    for (int input = 0; input < 3; input++) {
      double x = (double) sample[input] * SCALE + SHIFT;
      logits[0] += x * VALUES[2 * input];
      logits[1] += x * VALUES[2 * input + 1];
    }
    return logits;
  }

  private static Model small(Loss loss) {
    NetworkPlan plan = NetworkPlan.of(Network.input(3).dense(2).loss(loss));
    return model(new State(plan, VALUES), new Normalisation(SCALE, SHIFT));
  }

  /** A split product, batch norm, activations of both kinds, panels that are not full. */
  private static Model deep() {
    Network network = Network.input(50)
        .dense(40)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.RELU)
        .dense(33)
        .activation(Activation.SIGMOID)
        .dense(20)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.TANH)
        .dense(7)
        .loss(new SoftmaxCrossEntropy());
    State state = State.initial(NetworkPlan.of(network), 1);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = state.layout().parameters(); i < state.values().length; i++) {
      state.values()[i] = (float) random.nextDouble(0.5, 1.5);
    }
    return model(state, new Normalisation(0.75f, 0.125f));
  }

  private static Normalisation unchanged() {
    return new Normalisation(1, 0);
  }

  private static Model model(State state, Normalisation normalisation) {
    return new Model(
        state,
        List.of(),
        normalisation,
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()));
  }

  private static float[] features(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    float[] features = new float[rows * 50];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble(-2, 2);
    }
    return features;
  }
}
