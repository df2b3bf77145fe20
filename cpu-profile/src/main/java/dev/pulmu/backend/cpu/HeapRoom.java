package dev.pulmu.backend.cpu;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Plan;
import java.util.Locale;

/**
 * Checks that the JVM's heap has room for a session's arrays and for the copies of its state that a
 * run takes, before any of them is made.
 */
final class HeapRoom {
  private static final double GIB = 1 << 30;

  /**
   * Copies of the state: the one that a run takes, its bytes in a checkpoint, and that of the best
   * epoch.
   */
  private static final int COPIES = 3;

  /** The parallel collector keeps a third of the heap for what is new. */
  private static final double FOR_NEW = 1.5;

  /** Vectors of a line search: where it is and was, with gradients, and its direction. */
  private static final int LINE_SEARCH = 8;

  private HeapRoom() {}

  /**
   * Checks that there is room for a session.
   *
   * @throws IllegalStateException saying how much it wants and how to give it that
   */
  static void check(Kernels kernels, int workers, Plan plan, Dataset data, Feed feed) {
    long wanted = wanted(kernels, workers, plan, data, feed) + COPIES * 4L * plan.size();
    int rows = CpuExecutor.rows(plan, data, feed);
    check(wanted, String.format(Locale.ROOT, "this network and %d rows at a time", rows));
  }

  /**
   * Checks that there is room for what a full-batch method keeps beside its session: points and
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
  static long wanted(Kernels kernels, int workers, Plan plan, Dataset data, Feed feed) {
    Arena arena = Arena.counting();
    SessionParts.of(arena, kernels, workers, plan, data, feed);
    return arena.bytes();
  }
}
