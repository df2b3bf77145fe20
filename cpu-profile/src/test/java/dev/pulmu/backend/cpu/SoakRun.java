package dev.pulmu.backend.cpu;

import com.sun.management.ThreadMXBean;
import dev.pulmu.backend.Session;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Opens sessions one after the other. Each trains until it allocates nothing, or for a long time,
 * says so, waits for a byte, and says what its next steps took: bytes a step, and nanoseconds of
 * the processor a step. Between them a contract's network trains a little, a different one every
 * time.
 */
final class SoakRun {
  private static final int STEPS = 200;
  private static final int FIRST_STEPS = 32;

  /** How often the steps are timed at least: two threads of one core slow each other down. */
  private static final int TIMES = 10;

  /** How often where others may have had the machine all the while. */
  private static final int MOST_TIMES = 400;

  private static final double SLOWER = 1.2;

  /** Of so many steps at least, after which what has no vectors is compiled too. */
  private static final int ROUNDS = 40;

  private static final long PATIENCE_NANOS = 40_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SELF = Thread.currentThread().getId();

  /** Nanoseconds a step of the fastest session so far. */
  private static long fastest = Long.MAX_VALUE / 2;

  private SoakRun() {}

  public static void main(String[] args) throws IOException {
    List<ContractCase> others = ContractCase.all().toList();
    ContractCase one = ContractCase.of(AllocationRun.rows().get(0));
    try (Session session = open(one, 2)) { // who wait for each other leave the compiler least
      session.train(0, FIRST_STEPS);
    }
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      if (i > 0) {
        other(others.get(i % others.size()));
      }
      // A single worker: processor time then has no waiting for another in it
      try (Session session = open(one, 1)) {
        warmUp(session);
        System.out.println("warm");
        System.in.read(); // any byte
        System.out.println(measured(session));
      }
    }
  }

  private static Session open(ContractCase one, int workers) {
    return new CpuBackend(new VectorKernels(), workers)
        .open(one.plan(), one.data(), one.feed(), State.initial(one.plan(), 1));
  }

  private static void other(ContractCase other) {
    try (Session session = open(other, 1)) {
      session.train(0, other.feed().steps());
    }
  }

  private static void warmUp(Session session) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int good = 0;
    for (int round = 0; (round < ROUNDS || good < 3) && System.nanoTime() < end; round++) {
      long bytes = -THREADS.getThreadAllocatedBytes(SELF);
      session.train(0, STEPS);
      bytes += THREADS.getThreadAllocatedBytes(SELF);
      good = bytes < STEPS * AllocationTest.CALLER ? good + 1 : 0;
    }
  }

  /** Of all times, the fastest; what is slower than a session before is timed for seconds. */
  private static String measured(Session session) {
    long nanos = Long.MAX_VALUE;
    int times = 0;
    long bytes = -THREADS.getThreadAllocatedBytes(SELF);
    while (times < TIMES || times < MOST_TIMES && nanos > SLOWER * fastest) {
      long from = THREADS.getThreadCpuTime(SELF);
      session.train(0, STEPS);
      nanos = Math.min(nanos, (THREADS.getThreadCpuTime(SELF) - from) / STEPS);
      times++;
    }
    bytes += THREADS.getThreadAllocatedBytes(SELF);
    fastest = Math.min(fastest, nanos);
    return bytes / (times * STEPS) + " " + nanos;
  }
}
