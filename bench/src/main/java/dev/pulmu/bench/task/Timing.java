package dev.pulmu.bench.task;

import dev.pulmu.text.Numbers;
import java.util.Locale;

/**
 * How many processes and samples a measurement has, and how long they take.
 *
 * @param rounds processes of each participant
 * @param samples of each process
 * @param sampleSeconds a sample is over after so much time
 * @param sampleSteps or after this many steps, whichever comes first
 * @param warmUpSeconds from the first step until the first sample
 */
public record Timing(
    int rounds, int samples, double sampleSeconds, int sampleSteps, double warmUpSeconds) {
  private static final double SAMPLE_SECONDS = 0.5;
  private static final int SAMPLE_STEPS = 1000;

  /**
   * Six, of a JVM on two cores, with the vector code of a step to compile; tests whose figures
   * nobody reads set the system property {@code pulmu.bench.warm-up}.
   */
  private static final int WARM_UP_SECONDS = Integer.getInteger("pulmu.bench.warm-up", 6);

  /** The least measuring time: two processes of three samples each. */
  private static final double LEAST_SECONDS = 2 * 3 * SAMPLE_SECONDS;

  /** The measuring time from which on there are three processes, of at least three samples each. */
  private static final double SECONDS_OF_THREE = 3 * 3 * SAMPLE_SECONDS;

  /**
   * Samples of at most 0.5 s or 1,000 steps, at least 6 of them, that take at most so long
   * together.
   *
   * @param seconds of a workload and participant, warming up not counted
   * @throws IllegalArgumentException if they are not enough
   */
  public static Timing of(double seconds) {
    if (!(seconds >= LEAST_SECONDS && seconds <= 3600)) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "seconds wants %.0f..3600 (2 processes of 3 samples of %.1f s at least), came %s",
          LEAST_SECONDS,
          SAMPLE_SECONDS,
          Numbers.text(seconds)));
    }
    int rounds = seconds < SECONDS_OF_THREE ? 2 : 3;
    int samples = (int) (seconds / SAMPLE_SECONDS / rounds);
    return new Timing(rounds, samples, SAMPLE_SECONDS, SAMPLE_STEPS, WARM_UP_SECONDS);
  }

  public String text() {
    return String.format(
        Locale.ROOT,
        "%d processes each, in turn; %d samples a process, each of %.1f s or %,d steps",
        rounds,
        samples,
        sampleSeconds,
        sampleSteps);
  }
}
