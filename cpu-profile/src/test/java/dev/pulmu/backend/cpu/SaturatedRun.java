package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains small networks on inputs of ±30 to ±100, where functions are near their ends, and on some
 * near 0, with every activation and every loss.
 */
final class SaturatedRun {
  private static final int ROWS = 24;
  private static final int INPUTS = 6;
  private static final int CLASSES = 3;
  private static final int STEPS = 6;

  private SaturatedRun() {}

  /**
   * Prints a line for each network: its activation, its loss, and a sum of its weights.
   *
   * @param args milliseconds to repeat it all, for compiled code; the last repetition counts
   */
  public static void main(String[] args) {
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000;
    List<String> lines = lines();
    while (System.nanoTime() < end) {
      lines = lines();
    }
    lines.forEach(System.out::println);
  }

  private static List<String> lines() {
    Stream<String> activations =
        Activation.names().stream().map(name -> line(name, Loss.names().get(0)));
    Stream<String> losses = Loss.names().stream().skip(1).map(loss -> line("tanh", loss));
    return Stream.concat(activations, losses).toList();
  }

  private static String line(String activation, String loss) {
    Activation function = Activation.parse(activation);
    Network network = Network.input(INPUTS)
        .dense(20)
        .activation(function)
        .dense(4)
        .activation(function)
        .dense(CLASSES)
        .loss(Loss.parse(loss));
    Plan plan = Planner.plan(network, Adam.DEFAULT, ROWS / 3);
    Dataset data = data();
    Feed feed = new Feed(plan, data, STEPS, 1);
    try (Session session = new CpuBackend().open(plan, data, feed, State.initial(plan, 1))) {
      long bad = session.train(0, STEPS).nonFiniteStep();
      if (bad >= 0) {
        throw new AssertionError(activation + ", " + loss + ": step " + bad + " is not finite");
      }
      return activation + " " + loss + " " + sum(session.state().values());
    }
  }

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(1);
    float[] features = new float[ROWS * INPUTS];
    for (int i = 0; i < features.length; i++) {
      double size = i % 3 == 0 ? random.nextDouble() : random.nextDouble(30, 100);
      features[i] = (float) (random.nextBoolean() ? size : -size);
    }
    return new Dataset(
        "saturated",
        new Features.Floats(features, INPUTS, 1, 0),
        new Targets.Labels(random.ints(ROWS, 0, CLASSES).toArray(), CLASSES),
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        0);
  }

  private static String sum(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
