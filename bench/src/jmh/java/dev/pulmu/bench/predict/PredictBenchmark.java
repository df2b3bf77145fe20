package dev.pulmu.bench.predict;

import dev.pulmu.export.OnnxExport;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.predict.Inference;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long an answer takes, of 784-100-10 with ReLU and softmax: ours with vectors and by plain
 * loops, and ONNX Runtime's. In come floats in an array, out go floats in an array.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PredictBenchmark {
  private static final int INPUTS = 784;
  private static final int HIDDEN = 100;
  private static final int OUTPUTS = 10;

  /** Ours with vectors. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
  public float[] vectors(Ours ours) {
    return ours.inference.predict(ours.features).values();
  }

  /** Ours in a JVM that has no vectors. */
  @Benchmark
  public float[] plain(Ours ours) {
    return ours.inference.predict(ours.features).values();
  }

  /** ONNX Runtime's. */
  @Benchmark
  public float[] onnxRuntime(Theirs theirs) throws Exception {
    return theirs.session.predict(theirs.features);
  }

  /** Our model in use, and what it is asked. */
  @State(Scope.Benchmark)
  public static class Ours {
    /** Rows a call. */
    @Param({"1", "10000"})
    int rows;

    float[] features;
    Inference inference;

    @Setup
    public void setUp() {
      features = features(rows);
      inference = Inference.of(model());
    }
  }

  /** The same model, exported. */
  @State(Scope.Benchmark)
  public static class Theirs {
    /** Rows a call. */
    @Param({"1", "10000"})
    int rows;

    /** Threads of one operation. */
    @Param({"1", "2"})
    int threads;

    float[] features;
    OnnxRuntime session;

    @Setup
    public void setUp() throws Exception {
      features = features(rows);
      Model model = model();
      session = new OnnxRuntime(OnnxExport.DEFAULT.of(model), threads, rows, INPUTS, OUTPUTS);
      check(session.predict(features), Inference.of(model).predict(features).values());
    }

    /** Whoever computes something else is not fast. */
    private static void check(float[] came, float[] wanted) {
      for (int i = 0; i < wanted.length; i++) {
        if (!(Math.abs(came[i] - wanted[i]) <= 1e-5)) {
          throw new IllegalStateException(
              "ONNX Runtime gives " + came[i] + " at " + i + ", we give " + wanted[i]);
        }
      }
    }

    @TearDown(Level.Trial)
    public void tearDown() throws Exception {
      session.close();
    }
  }

  private static Model model() {
    Network network = Network.input(INPUTS)
        .dense(HIDDEN)
        .activation(Activation.RELU)
        .dense(OUTPUTS)
        .loss(new SoftmaxCrossEntropy());
    return new Model(
        dev.pulmu.layout.State.initial(NetworkPlan.of(network), 1),
        List.of(),
        new Normalisation(1, 0),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()));
  }

  private static float[] features(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[] features = new float[rows * INPUTS];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble();
    }
    return features;
  }
}
