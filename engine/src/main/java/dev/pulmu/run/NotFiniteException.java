package dev.pulmu.run;

import dev.pulmu.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports that a loss, gradient or weight is not finite any more; the message names the step. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Outcome> best;

  private NotFiniteException(String message, Throwable cause, Optional<Outcome> best) {
    super(message, cause);
    this.best = best;
  }

  private NotFiniteException(String what, long step, int epoch, OptionalDouble rate) {
    super(what + " step " + (step + 1) + " (epoch " + epoch + "); "
        + (rate.isPresent()
            ? "its learning rate was " + Numbers.text(rate.getAsDouble()) + ", try a smaller one"
            : "look at the data, and at how the weights begin"));
    this.best = Optional.empty();
  }

  /** The outcome of the run's best epoch, if it was to keep that and had one. */
  public Optional<Outcome> best() {
    return best;
  }

  NotFiniteException leaving(Outcome outcome) {
    return new NotFiniteException(getMessage(), this, Optional.of(outcome));
  }

  /** This exception with a longer message. */
  public NotFiniteException saying(String more) {
    return new NotFiniteException(getMessage() + more, this, best);
  }

  /** Loss or gradient, found before the update of the step. */
  static NotFiniteException before(long step, int epoch, OptionalDouble rate) {
    return new NotFiniteException("loss or gradient is not finite in", step, epoch, rate);
  }

  /** Weights, or a loss that they give, found after the update of the step. */
  static NotFiniteException after(long step, int epoch, OptionalDouble rate) {
    return new NotFiniteException("weights or their loss are not finite after", step, epoch, rate);
  }
}
