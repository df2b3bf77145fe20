package dev.pulmu.bench.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.bench.process.Reply;
import dev.pulmu.feed.Feed;
import dev.pulmu.files.Json;
import dev.pulmu.plan.Plan;
import dev.pulmu.report.Build;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Times one of our backends at a task, in a process of its own: {@code BackendProcess FOLDER
 * BACKEND N}.
 */
public final class BackendProcess {
  /** The least number of pieces that a sample is cut into, so that it ends in time. */
  private static final int PIECES = 10;

  private final Task task;
  private final Session session;
  private final int stepsPerEpoch;
  private long step;
  private double secondsPerStep;

  private BackendProcess(Task task, Session session, Feed feed) {
    this.task = task;
    this.session = session;
    this.stepsPerEpoch = feed.stepsPerEpoch();
  }

  /** Does the task and prints the measurements. */
  public static void main(String[] arguments) throws IOException {
    Backend backend = Backend.choose(arguments[1]);
    backend.prepare();
    Task task = Task.read(Path.of(arguments[0]));
    Feed feed = task.feed();
    ObjectNode reply = Json.object();
    reply.put("name", backend.name()).put("version", Build.current().version());
    reply.put("threads", Integer.parseInt(arguments[2]));
    try (Session session = backend.open(task.plan(), task.data(), feed, task.initial())) {
      new BackendProcess(task, session, feed).run(reply);
    }
    reply.put("note", backend.availability().device() + launches(backend, task.plan()));
    Reply.print(reply);
  }

  /** What a backend that launches kernels says of a full step: how many nodes, and their bytes. */
  private static String launches(Backend backend, Plan plan) {
    return backend
        .describe(plan)
        .lines()
        .filter(line -> line.startsWith("step"))
        .findFirst()
        .map(line -> "; " + line)
        .orElse("");
  }

  private void run(ObjectNode reply) {
    long began = System.nanoTime();
    Totals first = train(1);
    reply.put("firstStepSeconds", ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3);
    ArrayNode losses = reply.putArray("losses");
    while (step < task.curveSteps()) {
      Totals piece = first;
      first = Totals.NONE;
      long end = (step / Task.CURVE_PIECE + 1) * Task.CURVE_PIECE;
      while (step < end) {
        piece = piece.plus(train(end - step));
      }
      losses.add(piece.loss());
    }
    while ((System.nanoTime() - began) * 1e-9 < task.timing().warmUpSeconds()) {
      train(piece());
    }
    ArrayNode samples = reply.putArray("microsPerStep");
    for (int sample = 0; sample < task.timing().samples(); sample++) {
      samples.add(sample() * 1e6);
    }
  }

  /** Seconds of a step, the mean of one sample. */
  private double sample() {
    long from = step;
    long began = System.nanoTime();
    double seconds = 0;
    while (seconds < task.timing().sampleSeconds()
        && step - from < task.timing().sampleSteps()) {
      train(Math.min(piece(), from + task.timing().sampleSteps() - step));
      seconds = (System.nanoTime() - began) * 1e-9;
    }
    return seconds / (step - from);
  }

  private long piece() {
    return Math.max(1, (long) (task.timing().sampleSeconds() / PIECES / secondsPerStep));
  }

  /** Some steps, none behind the end of the epoch, as in the training loop. */
  private Totals train(long steps) {
    long to = Math.min(step + steps, (step / stepsPerEpoch + 1) * stepsPerEpoch);
    long began = System.nanoTime();
    Totals totals = session.train(step, to);
    secondsPerStep = (System.nanoTime() - began) * 1e-9 / (to - step);
    if (totals.nonFiniteStep() >= 0) {
      throw new IllegalStateException(
          "loss or gradient of step " + totals.nonFiniteStep() + " are not finite");
    }
    step = to;
    return totals;
  }
}
