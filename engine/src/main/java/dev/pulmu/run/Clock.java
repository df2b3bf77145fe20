package dev.pulmu.run;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/** A stopwatch that books every lap on a phase of the run; it starts when it is made. */
final class Clock {
  enum Phase {
    DATA,
    TRAIN,
    EVALUATE
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final long began = System.nanoTime();
  private long last = began;

  /** Ends a lap that was this phase, begins the next one, and says how many nanoseconds it took. */
  long lap(Phase phase) {
    long now = System.nanoTime();
    long took = now - last;
    last = now;
    nanos.merge(phase, took, Long::sum);
    return took;
  }

  /** Begins a lap anew: what came before is nobody's time. */
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
        Math.max(0, start), of(Phase.DATA), of(Phase.TRAIN), of(Phase.EVALUATE));
  }

  private double of(Phase phase) {
    return nanos.getOrDefault(phase, 0L) * 1e-9;
  }
}
