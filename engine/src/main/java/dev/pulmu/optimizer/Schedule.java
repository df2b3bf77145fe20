package dev.pulmu.optimizer;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;

/** A learning rate as a function of the step. */
public interface Schedule {
  /** The rate of the step at this place in the run. */
  double rate(Place place);

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  String text();

  /**
   * A step's place in the run.
   *
   * @param step the step, counted from 0
   * @param stepsPerEpoch how many steps one pass over the training rows takes
   * @param steps how many steps the whole run takes
   */
  record Place(long step, int stepsPerEpoch, long steps) {}

  /** The argument {@code rate} of a rule, or the default. */
  static Schedule read(Call call, Schedule otherwise) {
    String text = call.text("rate", null);
    return text == null ? otherwise : parse(text);
  }

  /** Reads a schedule: a number is a constant rate. */
  static Schedule parse(String text) {
    return new Constant(Numbers.parse("a learning rate", text));
  }

  /** The same rate at every step. */
  record Constant(double value) implements Schedule {
    public Constant {
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "a learning rate is a number above 0, came " + Numbers.text(value));
      }
    }

    @Override
    public double rate(Place place) {
      return value;
    }

    @Override
    public String text() {
      return Numbers.text(value);
    }
  }
}
