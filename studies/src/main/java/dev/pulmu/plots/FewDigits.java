package dev.pulmu.plots;

import dev.pulmu.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/**
 * Writes numbers of any size in two digits, for the labels of an axis: {@code 0.1}, {@code 1e-5}.
 */
public final class FewDigits extends NumberFormat {
  private static final long serialVersionUID = 1;

  public static String text(double value, int digits) {
    return Numbers.text(new BigDecimal(value).round(new MathContext(digits)).doubleValue());
  }

  @Override
  public StringBuffer format(double number, StringBuffer into, FieldPosition position) {
    return into.append(text(number, 2));
  }

  @Override
  public StringBuffer format(long number, StringBuffer into, FieldPosition position) {
    return format((double) number, into, position);
  }

  @Override
  public Number parse(String source, ParsePosition position) {
    throw new UnsupportedOperationException("labels of an axis are never read back");
  }
}
