package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Range;
import dev.pulmu.plan.Role;
import java.util.Locale;

/**
 * Whether a session's arrays, and the copies of its state that a run takes, have room; asked before
 * any of them is made.
 */
final class Heap {
  private static final double GIB = 1 << 30;

  /** The state as a run copies it, its bytes in a checkpoint, and that of the best epoch. */
  private static final int COPIES = 3;

  /** The parallel collector keeps a third of the heap for what is new. */
  private static final double FOR_NEW = 1.5;

  /** Elements of the longest array that every JVM makes. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /** Where a line search is and was, with gradients, and its direction. */
  private static final int LINE_SEARCH = 8;

  private static final String WEIGHTS = "weights; take narrower layers";
  private static final String BATCH = "a batch; take a smaller one, or narrower layers";

  private Heap() {}

  /**
   * Checks that there is room for a session.
   *
   * @throws IllegalStateException saying how much it wants and how to give it that
   */
  static void check(Plan plan, Dataset data, Feed feed, int workers) {
    long wanted = wanted(plan, data, feed, workers) + COPIES * 4L * plan.size();
    int rows = CpuSession.rows(plan, data, feed);
    check(wanted, String.format(Locale.ROOT, "this network and %d rows at a time", rows));
  }

  /**
   * Checks that there is room for what a whole-batch method keeps beside its session: points and
   * gradients of the past, in the state and as doubles, whose differences make a direction.
   *
   * @throws IllegalStateException saying how much it wants and how to give it that
   */
  static void check(FullBatch method, Plan plan) {
    check(wanted(method, plan), "the past of " + method.text());
  }

  /** Bytes of all that, and of the copies of a state that a run takes. */
  static long wanted(FullBatch method, Plan plan) {
    long vectors = 4L * method.history() + LINE_SEARCH;
    return Double.BYTES * vectors * plan.parameters() + (1 + COPIES) * 4L * plan.size();
  }

  private static void check(long wanted, String what) {
    Runtime runtime = Runtime.getRuntime();
    if (!fits(wanted, used(runtime), runtime.maxMemory())) {
      runtime.gc(); // much of what is in use may be of no use
    }
    check(wanted, what, used(runtime), runtime.maxMemory());
  }

  private static long used(Runtime runtime) {
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static boolean fits(long wanted, long used, long most) {
    return (used + wanted) * FOR_NEW <= most;
  }

  static void check(long wanted, String what, long used, long most) {
    if (!fits(wanted, used, most)) {
      throw new IllegalStateException(String.format(
          Locale.ROOT,
          "backend 'cpu' wants %s for %s, the heap has %s in all, of which"
              + " %s are taken and a third must stay free; give it more with"
              + " PULMU_JAVA_OPTS=-Xmx%dg",
          size(wanted),
          what,
          size(most),
          size(used),
          (long) Math.ceil((used + wanted) * FOR_NEW / GIB)));
    }
  }

  private static String size(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%d MiB", bytes >> 20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  /** Bytes of all arrays that a session makes when it is opened. */
  static long wanted(Plan plan, Dataset data, Feed feed, int workers) {
    int rows = CpuSession.rows(plan, data, feed);
    Network network = plan.network();
    long copies = 2 + plan.update().rule().slots().size();
    copies += plan.tensors(Role.EMA).isEmpty() ? 0 : 1;
    long parameters = 0;
    long layers = 0;
    long widest = 0;
    for (DenseBlock block : plan.denseBlocks()) {
      long length = (long) Panels.count(block.outputs()) * WIDTH;
      boolean norm = block.batchNorm().isPresent();
      parameters += weights(block) + (norm ? 2 : 1) * length;
      layers += 4 * Sharing.of(plan, block, workers).numbers(panels(rows, block.outputs(), BATCH));
      layers += norm ? 3 * 4 * length : 0;
      layers += block.dropout().isPresent() ? 2 * length / WIDTH * rows : 0;
      layers += norm ? 2 * 2 * 4 * length : 0;
      widest = Math.max(widest, block.outputs());
    }
    long all = 2 * copies * 4 * array(parameters, WEIGHTS);
    long inputs = panels(rows, network.inputs(), BATCH);
    all += layers + 4 * Replicated.numbers(inputs, workers, CpuNetwork.inputs(plan, workers));
    all +=
        4 * array((long) data.samples() * network.outputs(), "targets; take fewer rows or outputs");
    all += (Double.BYTES + Integer.BYTES) * (long) rows;
    return all + workers * 4 * array(Products.GROUP * widest * WIDTH + Replicated.ROOM, WEIGHTS);
  }

  /** Elements of a block's weights, and of the room between their parts. */
  private static long weights(DenseBlock block) {
    long all = -Replicated.ROOM;
    for (Range inputs : Sharing.parts(block)) {
      all += panels(inputs.size(), block.outputs(), WEIGHTS) + Replicated.ROOM;
    }
    return all;
  }

  /** Elements of a matrix in panels. */
  private static long panels(int rows, int columns, String what) {
    return array(Math.multiplyExact((long) Panels.count(columns), Panels.stride(rows)), what);
  }

  /** @param what it is for, and what to do if it is too long */
  private static long array(long elements, String what) {
    if (elements > LONGEST) {
      throw new IllegalStateException(String.format(
          Locale.ROOT,
          "backend 'cpu' wants an array of %d numbers, where %d are possible, for %s",
          elements,
          LONGEST,
          what));
    }
    return elements;
  }
}
