package dev.pulmu.search;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that one parameter of a search can take. Values that need not be whole have four
 * significant digits, so that what is printed is what was run.
 *
 * @param name the parameter, see {@link Parameter}
 * @param low the least value
 * @param high the largest value
 * @param scale on which values are spread evenly; both ends of a logarithmic one are above 0
 * @param whole whether values are whole numbers; on {@link Scale#LOG2} whole powers of two
 */
public record SearchRange(String name, double low, double high, Scale scale, boolean whole) {
  private static final int DIGITS = 4;
  private static final Pattern FORM =
      Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(\\S+?)\\s*\\.\\.\\s*(\\S+)((?:\\s+\\S+)*)\\s*");

  public SearchRange {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw refusal(name, "wants LOW below HIGH", low, high);
    }
    if (scale != Scale.LINEAR && low <= 0) {
      throw refusal(name, "wants LOW above 0 on a logarithmic scale, or add linear", low, high);
    }
    if (whole && values(low, high, scale).isEmpty()) {
      String what = scale == Scale.LOG2 ? "whole power of two" : "whole number";
      throw refusal(name, "holds no " + what, low, high);
    }
  }

  /**
   * Reads {@code NAME=LOW..HIGH}, then a scale (log10 if none is said) and perhaps {@code int}:
   * {@code rate=1e-6..1e-2}, {@code batch=16..512 log2 int}, {@code dropout=0..0.5 linear}.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static SearchRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("range wants the form NAME=LOW..HIGH, then "
          + String.join(", ", Scale.names()) + " or int, as in 'batch=16..512 log2 int', came '"
          + text.strip() + "'");
    }
    String name = Names.plain(form.group(1));
    List<String> words =
        new ArrayList<>(Arrays.stream(Names.plain(form.group(4)).split("\\s+"))
            .filter(word -> !word.isEmpty())
            .toList());
    boolean whole = words.remove("int");
    Scale scale = words.isEmpty() ? Scale.LOG10 : Scale.parse(words.remove(0));
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("range '" + text.strip()
          + "' wants one scale and perhaps int, '" + words.get(0) + "' is one word too many");
    }
    double low = Numbers.parse("range " + name, form.group(2));
    double high = Numbers.parse("range " + name, form.group(3));
    if (low == high) {
      throw refusal(name, "wants LOW below HIGH", low, high);
    }
    return new SearchRange(name, low, high, scale, whole);
  }

  /**
   * The canonical text; {@link #parse} reads it back to an equal value unless both ends are one.
   */
  public String text() {
    return name + "=" + Numbers.text(low) + ".." + Numbers.text(high) + " " + Call.word(scale)
        + (whole ? " int" : "");
  }

  /**
   * The value at a share of the way from the least to the largest.
   *
   * @param share in [0, 1)
   */
  public double at(double share) {
    if (whole) {
      return wholeAt(share);
    }
    double from = scale.place(low);
    return inside(rounded(scale.value(from + share * (scale.place(high) - from))));
  }

  /** Each whole number has its share of the scale, from half below it to half above it. */
  private double wholeAt(double share) {
    if (scale == Scale.LOG2) {
      List<Double> powers = values(low, high, scale);
      return powers.get((int) (share * powers.size()));
    }
    double first = Math.ceil(low);
    double last = Math.floor(high);
    double from = scale.place(first - 0.5);
    double value = scale.value(from + share * (scale.place(last + 0.5) - from));
    return Math.min(last, Math.max(first, Math.rint(value)));
  }

  /**
   * The range that holds these values and a tenth of their extent more on each side of the scale,
   * but never beyond this one.
   *
   * @param values at least one, of this range
   */
  SearchRange around(List<Double> values) {
    double from = scale.place(values.stream().min(Double::compare).orElseThrow());
    double to = scale.place(values.stream().max(Double::compare).orElseThrow());
    double margin = (to - from) / 10;
    if (margin == 0) { // all alike, which rounding must not lose
      return new SearchRange(name, values.get(0), values.get(0), scale, whole);
    }
    return new SearchRange(
        name,
        inside(rounded(scale.value(from - margin))),
        inside(rounded(scale.value(to + margin))),
        scale,
        whole);
  }

  /** A value as a setting wants it. */
  String text(double value) {
    return whole
        ? BigDecimal.valueOf(value).setScale(0, RoundingMode.UNNECESSARY).toPlainString()
        : Numbers.text(value);
  }

  private double inside(double value) {
    return Math.min(high, Math.max(low, value));
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(DIGITS)).doubleValue();
  }

  /** The first whole values from low to high, at most a power of two for each bit of a long. */
  private static List<Double> values(double low, double high, Scale scale) {
    List<Double> values = new ArrayList<>();
    if (scale != Scale.LOG2) {
      return Math.ceil(low) <= Math.floor(high) ? List.of(Math.ceil(low)) : List.of();
    }
    for (double power = 1; power <= high; power *= 2) {
      if (power >= low) {
        values.add(power);
      }
    }
    return values;
  }

  private static IllegalArgumentException refusal(
      String name, String wanted, double low, double high) {
    return new IllegalArgumentException(
        "range " + name + " " + wanted + ", came " + Numbers.text(low) + ".." + Numbers.text(high));
  }
}
