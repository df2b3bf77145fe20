package dev.pulmu.bench.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Totals;
import dev.pulmu.bench.process.Reply;
import dev.pulmu.json.Json;
import dev.pulmu.plan.Plan;
import dev.pulmu.report.Build;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Look;
import dev.pulmu.run.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Times one of our backends at a task, in a process of its own: {@code BackendProcess FOLDER
 * BACKEND N}. It listens to a run, which says how long its steps took without their listeners:
 * first the steps of the loss curve, then a warm-up, then the samples.
 */
public final class BackendProcess implements Listener {
  /** The least number of pieces that a sample is cut into, so that it ends in time. */
  private static final int PIECES = 10;

  private final Task task;
  private final Runnable stop;
  private final ObjectNode reply;
  private final ArrayNode losses;
  private final ArrayNode samples;
  private long began;
  private long step;
  private long next;
  private Totals point = Totals.NONE;
  private boolean isWarm;
  private long sampleSteps;
  private double sampleSeconds;

  private BackendProcess(Task task, Runnable stop, ObjectNode reply) {
    this.task = task;
    this.stop = stop;
    this.reply = reply;
    this.losses = Json.object().arrayNode();
    this.samples = Json.object().arrayNode();
  }

  /** Does the task and prints the measurements. */
  public static void main(String[] arguments) throws IOException {
    Backend backend = Backend.choose(arguments[1]);
    backend.prepare();
    Task task = Task.read(Path.of(arguments[0]));
    ObjectNode reply = Json.object();
    reply.put("name", backend.name()).put("version", Build.current().version());
    reply.put("threads", Integer.parseInt(arguments[2]));
    Run run = new Run(task.terms(), task.data(), backend);
    BackendProcess process = new BackendProcess(task, run::stop, reply);
    run.trainFor(process);
    reply.set("losses", process.losses);
    reply.set("microsPerStep", process.samples);
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

  @Override
  public long nextLook(long from, int stepsPerEpoch) {
    return next;
  }

  @Override
  public void look(Look look) {
    long done = look.step() - step;
    step = look.step();
    if (step == 0) {
      began = System.nanoTime();
      next = 1;
    } else if (step <= task.curveSteps()) {
      curve(look.totals());
    } else {
      time(done, look.seconds());
    }
  }

  /** The first step, or the end of a piece of the loss curve. */
  private void curve(Totals totals) {
    if (step == 1) {
      reply.put("firstStepSeconds", ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3);
    }
    point = point.plus(totals);
    next = (step / Task.CURVE_PIECE + 1) * Task.CURVE_PIECE;
    if (step % Task.CURVE_PIECE == 0) {
      losses.add(point.loss());
      point = Totals.NONE;
    }
  }

  /** Some steps of the warm-up or of a sample, and how many are to come before the next look. */
  private void time(long done, double seconds) {
    Timing timing = task.timing();
    if (isWarm) {
      sampleSteps += done;
      sampleSeconds += seconds;
    }
    if (sampleSeconds >= timing.sampleSeconds() || sampleSteps >= timing.sampleSteps()) {
      samples.add(sampleSeconds / sampleSteps * 1e6);
      sampleSteps = 0;
      sampleSeconds = 0;
      if (samples.size() == timing.samples()) {
        stop.run();
      }
    }
    isWarm = (System.nanoTime() - began) * 1e-9 >= timing.warmUpSeconds();
    double piece = timing.sampleSeconds() / PIECES / (seconds / done);
    next = step + (long) Math.max(1, Math.min(piece, timing.sampleSteps() - sampleSteps));
  }
}
