package dev.pulmu.run;

import dev.pulmu.report.RunReport;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/** A stopwatch that adds every lap to the time of a phase of the run; it starts when it is made. */
final class Clock {
  enum Phase {
    DATA,
    TRAIN,
    EVALUATE
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final long began = System.nanoTime();
  private final RunReport.Seconds before;
  private long last = began;

  Clock() {
    this(new RunReport.Seconds(0, 0, 0, 0));
  }

  /** A clock that adds to what was booked before, by other processes. */
  Clock(RunReport.Seconds before) {
    this.before = before;
  }

  /** Ends a lap that was this phase, begins the next one, and says how many nanoseconds it took. */
  long lap(Phase phase) {
    long now = System.nanoTime();
    long took = now - last;
    last = now;
    nanos.merge(phase, took, Long::sum);
    return took;
  }

  /** Begins a lap anew; the time before counts for no phase. */
  void skip() {
    last = System.nanoTime();
  }

  /**
   * Where the time went up to now; the time from the JVM's start until this clock's is the start.
   */
  RunReport.Seconds seconds() {
    double sinceBegan = (System.nanoTime() - began) * 1e-9;
    double start = ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3 - sinceBegan;
    return new RunReport.Seconds(
        before.start() + Math.max(0, start),
        before.data() + of(Phase.DATA),
        before.train() + of(Phase.TRAIN),
        before.evaluate() + of(Phase.EVALUATE));
  }

  private double of(Phase phase) {
    return nanos.getOrDefault(phase, 0L) * 1e-9;
  }
}
