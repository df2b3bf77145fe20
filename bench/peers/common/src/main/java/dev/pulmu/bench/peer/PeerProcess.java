package dev.pulmu.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The main part of every peer's process: it trains and times the peer's network, and prints the
 * answer.
 */
final class PeerProcess {
  private static final int STEPS_PER_LOSS = 10;

  private final Task task;
  private final Peer peer;
  private final LongSupplier clock;
  private int step;

  PeerProcess(Task task, Peer peer, LongSupplier clock) {
    this.task = task;
    this.peer = peer;
    this.clock = clock;
  }

  /**
   * The whole of a peer's {@code main}.
   *
   * @param name of the library
   * @param note what a reader of the comparison must know, or nothing
   * @param arguments the folder
   * @param build makes the network
   */
  static void run(String name, String note, String[] arguments, Function<Folder, Peer> build)
      throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Folder folder = Folder.read(Path.of(arguments[0]));
    Peer peer = build.apply(folder);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("name", name);
    said.put("version", peer.version());
    said.put("threads", folder.task().threads());
    said.putAll(new PeerProcess(folder.task(), peer, System::nanoTime).measure());
    said.put("note", note);
    out.println(); // in case that a native library began a line
    out.println(new ObjectMapper().writeValueAsString(said));
  }

  /** The first steps with their losses, then a warm-up, then the samples. */
  Map<String, Object> measure() {
    Map<String, Object> measured = new LinkedHashMap<>();
    List<Double> losses = new ArrayList<>();
    double sum = peer.step(step++);
    measured.put("firstStepSeconds", secondsSinceStart());
    long begin = clock.getAsLong();
    while (step < task.curveSteps()) {
      sum += peer.step(step++);
      if (step % STEPS_PER_LOSS == 0) {
        losses.add(finite(sum / STEPS_PER_LOSS));
        sum = 0;
      }
    }
    measured.put("losses", losses);
    peer.right().ifPresent(right -> measured.put("accuracy", (double) right / step / task.batch()));
    while (secondsSince(begin) < task.warmUpSeconds()) {
      peer.step(step++);
    }
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < task.samples(); i++) {
      micros.add(sample());
    }
    measured.put("microsPerStep", micros);
    return measured;
  }

  private double finite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss is " + loss + " after step " + step);
    }
    return loss;
  }

  private double sample() {
    int first = step;
    long begin = clock.getAsLong();
    do {
      peer.step(step++);
    } while (step - first < task.sampleSteps() && secondsSince(begin) < task.sampleSeconds());
    return secondsSince(begin) * 1e6 / (step - first);
  }

  private double secondsSince(long begin) {
    return (clock.getAsLong() - begin) * 1e-9;
  }

  private static double secondsSinceStart() {
    long now = System.currentTimeMillis();
    return (now - ManagementFactory.getRuntimeMXBean().getStartTime()) * 1e-3;
  }
}
