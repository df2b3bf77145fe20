package dev.pulmu.run;

/**
 * Chooses how many steps the training loop asks a session for at once, so that listeners hear of
 * progress about twelve times a second, however fast the device is. No result depends on it.
 */
final class Pace {
  private static final double NANOS = 80e6;
  private static final int LARGEST_GROWTH = 4;

  private double steps = 1;

  /** The length of the next piece, at least 1. */
  int steps() {
    return (int) Math.min(steps, Integer.MAX_VALUE);
  }

  /** Learns from a piece that is done; it grows slowly, since first steps are slow ones. */
  void took(long done, long nanos) {
    double fitting = done * NANOS / Math.max(nanos, 1);
    steps = Math.max(1, Math.min(fitting, LARGEST_GROWTH * steps));
  }
}
