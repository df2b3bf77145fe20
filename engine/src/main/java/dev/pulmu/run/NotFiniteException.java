package dev.pulmu.run;

import dev.pulmu.text.Numbers;

/** Numbers of a training that are not finite any more; the message names the step. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private NotFiniteException(String what, long step, int epoch, double rate) {
    super(what + " step " + (step + 1) + " (epoch " + epoch + "); its learning rate was "
        + Numbers.text(rate) + ", try a smaller one");
  }

  /** Loss or gradient, found before the update of the step. */
  static NotFiniteException before(long step, int epoch, double rate) {
    return new NotFiniteException("loss or gradient is not finite in", step, epoch, rate);
  }

  /** Weights, or a loss that they give, found after the update of the step. */
  static NotFiniteException after(long step, int epoch, double rate) {
    return new NotFiniteException("weights or their loss are not finite after", step, epoch, rate);
  }
}
