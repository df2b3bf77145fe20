package dev.pulmu.search;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.Arrays;
import java.util.List;

/** The scale on which the values of a range are spread evenly. */
public enum Scale {
  /** Powers of ten: 1e-6 to 1e-5 is as likely as 1e-3 to 1e-2. */
  LOG10,
  /** Powers of two; the same spread as {@link #LOG10}, but whole values are powers of two. */
  LOG2,
  LINEAR;

  /** The place of a value on the scale. */
  public double place(double value) {
    return switch (this) {
      case LOG10 -> StrictMath.log10(value);
      case LOG2 -> StrictMath.log(value) / StrictMath.log(2);
      case LINEAR -> value;
    };
  }

  /** The value at a place of the scale. */
  double value(double place) {
    return switch (this) {
      case LOG10 -> StrictMath.pow(10, place);
      case LOG2 -> StrictMath.pow(2, place);
      case LINEAR -> place;
    };
  }

  static Scale parse(String text) {
    return Arrays.stream(values())
        .filter(scale -> Call.word(scale).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> Names.unknown("scale", text, names()));
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Call::word).toList();
  }
}
