package dev.pulmu.bench;

import dev.pulmu.bench.process.JavaProcess;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.EpsilonPlacement;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import dev.pulmu.schedule.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The other libraries that can be measured beside our backends, each in processes of its own: how
 * to start them, and what is missing where they cannot run.
 */
final class Peers {
  /** The jars of each lie in a folder of its name. */
  private static final List<String> JAVA = List.of("dl4j", "libtorch", "djl");

  /** Whether their libraries are there shows when their scripts run. */
  private static final List<String> PYTHON = List.of("torch", "numpy");

  /** The code that these scripts share. */
  private static final String PYTHON_COMMON = "peer_process.py";

  /**
   * The time of each on 2026-11-21 on a virtual machine of two cores with AVX-512, in microseconds
   * a step: docs/benchmarks.md has the table.
   */
  private static final Map<String, Map<String, Double>> PUBLISHED = Map.of(
      "numpy", Map.of("A", 1625.0, "B", 4660.0, "C128", 52_418.0, "C1024", 200_785.0),
      "torch", Map.of("A", 712.0, "B", 2402.0, "C128", 20_449.0, "C1024", 68_591.0),
      "libtorch",
          Map.of("A", 610.0, "A1024", 4182.0, "B", 2476.0, "C128", 22_849.0, "C1024", 70_430.0),
      "djl",
          Map.of("A", 1312.0, "A1024", 8324.0, "B", 5409.0, "C128", 43_955.0, "C1024", 168_325.0),
      "dl4j", Map.of("A", 3049.0, "B", 17_471.0, "C128", 56_669.0));

  private Peers() {}

  /**
   * The peers in Java.
   *
   * @param root the checkout, in which they were built
   * @param threads the most that each may use
   */
  static List<Participant> ofJava(Path root, int threads) {
    return JAVA.stream()
        .map(name -> new Participant(
            name,
            false,
            Participant.counts(threads),
            (task, count) ->
                JavaProcess.other(jars(root, name) + "/*", mainClass(name), task.toString())))
        .toList();
  }

  /**
   * The peers in Python.
   *
   * @param folder takes the scripts
   * @param threads the most that each may use
   */
  static List<Participant> ofPython(Path folder, int threads) {
    copy(PYTHON_COMMON, folder);
    return PYTHON.stream()
        .map(name -> {
          Path script = copy(name + "_peer.py", folder);
          return new Participant(
              name,
              false,
              Participant.counts(threads),
              (task, count) -> List.of("python3", script.toString(), task.toString()));
        })
        .toList();
  }

  /** {@code Dl4jPeer} and so on, in a module that nothing here knows. */
  private static String mainClass(String name) {
    return "dev.pulmu.bench.peer." + name.substring(0, 1).toUpperCase(Locale.ROOT)
        + name.substring(1) + "Peer";
  }

  /**
   * Checks that there are jars to run.
   *
   * @throws IllegalStateException saying how they are built
   */
  static void requireBuilt(Path root) {
    for (String name : JAVA) {
      if (!Files.isDirectory(jars(root, name))) {
        throw new IllegalStateException("peers are not built: there is no " + jars(root, name)
            + "; './pulmu bench --peers' builds them, or './mvnw -Ppeers -DskipTests package'");
      }
    }
  }

  private static Path jars(Path root, String name) {
    return root.resolve("bench").resolve("target").resolve("peers").resolve(name);
  }

  private static Path copy(String name, Path folder) {
    Path script = folder.resolve(name);
    try (InputStream in = Peers.class.getResourceAsStream("peer/" + name)) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + script + ": " + e, e);
    }
  }

  /** The time that we published for a peer, in microseconds a step. */
  static OptionalDouble published(String peer, String workload) {
    Double micros = PUBLISHED.getOrDefault(peer, Map.of()).get(workload);
    return micros == null ? OptionalDouble.empty() : OptionalDouble.of(micros);
  }

  /**
   * Checks that every peer can do the same as a plan.
   *
   * @throws IllegalArgumentException naming the first thing that they do not do
   */
  static void check(Plan plan) {
    Update update = plan.update();
    require(isPlain(update.rule()), update.rule().text());
    require(!update.decays() && update.l1() == 0, "a penalty");
    require(update.clip() == 0, "clipping");
    require(update.ema() == 0, "an average of weights");
    require(
        plan.network().loss().equals(new SoftmaxCrossEntropy()),
        plan.network().loss().text());
    require(plan.accumulate() == 1, "accumulated batches");
    require(plan.frozen().isEmpty(), "frozen blocks");
    require(plan.precision() == Precision.FP32, "tf32");
    for (Block block : plan.blocks().subList(0, plan.blocks().size() - 1)) {
      ElementFunction activation = block.accept(DenseBlock::activation);
      require(activation == Activation.RELU, activation.text());
      require(!block.hasDropout(), "dropout");
    }
  }

  private static boolean isPlain(ElementRule rule) {
    boolean constant = rule.rate() instanceof Schedule.Constant;
    return constant
        && (rule instanceof Sgd
            || rule instanceof Adam adam
                && adam.correction()
                && adam.placement() == EpsilonPlacement.OUTSIDE);
  }

  private static void require(boolean known, String what) {
    if (!known) {
      throw new IllegalArgumentException("peers do relu, softmax-cross-entropy, adam and sgd at a"
          + " constant rate, not " + what + "; leave it out, or --peers");
    }
  }
}
