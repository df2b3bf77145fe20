package dev.pulmu.steering;

import dev.pulmu.text.Numbers;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition that ends a run after the first epoch that meets it, the setting {@code until}. A
 * condition on the test rows is for benchmarks alone, and the report says so.
 *
 * @param metric what is compared
 * @param atLeast whether it must reach the value from below, or from above
 * @param value to be reached
 */
public record Until(Metric metric, boolean atLeast, double value) {
  private static final Pattern FORM = Pattern.compile("\\s*(\\w+)\\s*([<>]=)(.*)");

  public Until {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("until wants a number to reach, came NaN");
    }
  }

  /**
   * Reads {@code validationAccuracy>=0.98}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  public static Until parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("until wants the form METRIC>=NUMBER or METRIC<=NUMBER,"
          + " as in 'validationAccuracy>=0.98', came '" + text.strip() + "'");
    }
    return new Until(
        Metric.parse(form.group(1)),
        form.group(2).equals(">="),
        Numbers.parse("until", form.group(3)));
  }

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  public String text() {
    return metric.text() + (atLeast ? ">=" : "<=") + Numbers.text(value);
  }

  public boolean isMet(Epoch epoch) {
    OptionalDouble came = metric.of(epoch);
    return came.isPresent()
        && (atLeast ? came.getAsDouble() >= value : came.getAsDouble() <= value);
  }
}
