package dev.pulmu.run;

/** A training step whose loss or gradient was not finite; the message names it. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotFiniteException(long step, int epoch, double rate) {
    super("loss or gradient is not finite in step " + (step + 1) + " (epoch " + epoch
        + "); its learning rate was " + rate + ", try a smaller one");
  }
}
