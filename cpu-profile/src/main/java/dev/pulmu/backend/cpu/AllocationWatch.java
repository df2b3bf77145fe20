package dev.pulmu.backend.cpu;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.Optional;

/**
 * Watches how much the workers of a session allocate, and warns where it is much. Compiled kernels
 * allocate nothing; a kernel that the JVM leaves to its interpreter makes an object of every
 * vector, and a step takes several times as long. Results are the same, so nobody would know.
 */
final class AllocationWatch {
  /** Nanoseconds that a JVM may take to compile, on a machine that is busy with other things. */
  static final long WARM_UP = SECONDS.toNanos(30);

  /**
   * Nanoseconds during which every job must allocate before that counts: a single job may meet a
   * compiler.
   */
  static final long WINDOW = SECONDS.toNanos(10);

  /**
   * Bytes a step that count as much. Kernels that were not compiled take from 30,000 to 20,000,000.
   */
  static final long MUCH = 16 << 10;

  /** From a worker's number to the next, two cache lines. */
  private static final int APART = 16;

  private static final double FULL = 0.9;

  private final long warmUp;
  private final long window;
  private final long[] bytes;
  private long trained;
  private long windowEnd;
  private long least;
  private Optional<ThreadMXBean> counter = Optional.empty(); // loaded late: it slows a start
  private boolean over;

  /** A watch for a session with this many workers. */
  AllocationWatch(int workers) {
    this(workers, WARM_UP, WINDOW);
  }

  /** @param warmUp nanoseconds of training that do not count */
  AllocationWatch(int workers, long warmUp, long window) {
    this.warmUp = warmUp;
    this.window = window;
    this.bytes = new long[(workers + 1) * APART];
  }

  /** What the calling thread has allocated; 0 where the JVM does not count that. */
  private long allocated() {
    return counter.isPresent() ? counter.get().getCurrentThreadAllocatedBytes() : 0;
  }

  /** A worker begins its part of a job; to be called by its own thread. */
  void begin(int worker) {
    bytes[(worker + 1) * APART] = -allocated();
  }

  /** A worker is done with its part of a job. */
  void end(int worker) {
    bytes[(worker + 1) * APART] += allocated();
  }

  /**
   * All workers are done with a job.
   *
   * @param steps that the job took
   * @param nanos that it lasted
   * @return a line for people, once, if training is slow for good
   */
  Optional<String> done(int steps, long nanos) {
    trained += nanos;
    if (over || trained < warmUp) {
      return Optional.empty();
    }
    if (counter.isEmpty()) {
      counter = counter();
      over = counter.isEmpty();
      beginWindow();
      return Optional.empty();
    }
    long sum = 0;
    for (int worker = APART; worker < bytes.length; worker += APART) {
      sum += bytes[worker];
    }
    least = Math.min(least, sum / steps);
    if (trained < windowEnd) {
      return Optional.empty();
    }
    over = least > MUCH;
    Optional<String> line = over ? Optional.of(line(least)) : Optional.empty();
    beginWindow();
    return line;
  }

  private void beginWindow() {
    least = Long.MAX_VALUE;
    windowEnd = trained + window;
  }

  private static Optional<ThreadMXBean> counter() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
            && bean.isThreadAllocatedMemorySupported()
            && bean.isThreadAllocatedMemoryEnabled()
        ? Optional.of(bean)
        : Optional.empty();
  }

  private static String line(long bytes) {
    return String.format(
        Locale.ROOT,
        "backend 'cpu' trains slowly, with the right results: the JVM has not compiled all kernels,"
            + " a step allocates %d KB where it should allocate nothing; %s",
        bytes >> 10,
        fullCodeCache()
            ? "its room for compiled code is full, give it more with"
                + " -XX:ReservedCodeCacheSize=240m"
            : "begin again (train --resume goes on from the last checkpoint)");
  }

  private static boolean fullCodeCache() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().startsWith("Code"))
        .map(MemoryPoolMXBean::getUsage)
        .anyMatch(AllocationWatch::full);
  }

  private static boolean full(MemoryUsage usage) {
    return usage.getMax() > 0 && usage.getUsed() > FULL * usage.getMax();
  }
}
