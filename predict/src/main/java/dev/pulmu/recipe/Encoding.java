package dev.pulmu.recipe;

import dev.pulmu.files.DataException;
import java.util.ArrayList;
import java.util.List;

/** How the cells of one column become features of a network. */
public sealed interface Encoding {
  /** The column's name. */
  String column();

  Kind kind();

  /** The names of its features, in their order: at least one. */
  List<String> features();

  /** How many features it gives. */
  default int width() {
    return features().size();
  }

  /**
   * Writes the features of a cell.
   *
   * @param cell a number, a text or a truth value; null or an empty text where it is missing
   * @param into where the features go, from {@code at} on
   * @throws DataException if the cell makes no sense in this column
   */
  void encode(Object cell, float[] into, int at);

  /**
   * A number, standardised by the training rows.
   *
   * @param indicator whether a second feature says 1 where the number was missing
   */
  record Standardised(String column, Scale scale, Missing missing, boolean indicator)
      implements Encoding {
    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public List<String> features() {
      return indicator ? List.of(column, column + " is missing") : List.of(column);
    }

    @Override
    public void encode(Object cell, float[] into, int at) {
      double value = Cells.number(cell);
      if (Double.isNaN(value) && missing != Missing.MEAN) {
        throw new DataException(
            "column '" + column + "': a number wanted, the cell is empty; give a number");
      }
      if (Double.isNaN(value) && !Cells.isMissing(cell) || Double.isInfinite(value)) {
        throw wrong(column, "a finite number", cell);
      }
      encode(value, into, at);
    }

    /** The same of a number, NaN where it is missing. */
    public void encode(double value, float[] into, int at) {
      boolean isMissing = Double.isNaN(value);
      into[at] = isMissing ? 0 : (float) scale.standardise(value);
      if (indicator) {
        into[at + 1] = isMissing ? 1 : 0;
      }
    }
  }

  /**
   * A word: a feature is 1 at its place, all others are 0.
   *
   * @param values the words that have a place; the place behind them is that of every other word
   */
  record OneHot(String column, List<String> values) implements Encoding {
    public OneHot {
      values = List.copyOf(values);
    }

    @Override
    public Kind kind() {
      return Kind.CATEGORY;
    }

    @Override
    public List<String> features() {
      List<String> names = new ArrayList<>();
      values.forEach(value -> names.add(column + " is " + value));
      names.add(column + " is other");
      return names;
    }

    @Override
    public int width() {
      return values.size() + 1;
    }

    /** The place of a word, in 0..(words); a number may be spelt otherwise, 3 for 3.0. */
    public int place(String value) {
      int place = values.indexOf(value);
      double number = place < 0 ? Cells.number(value) : Double.NaN;
      for (int i = 0; place < 0 && !Double.isNaN(number) && i < values.size(); i++) {
        place = Cells.number(values.get(i)) == number ? i : place;
      }
      return place < 0 ? values.size() : place;
    }

    @Override
    public void encode(Object cell, float[] into, int at) {
      encode(place(Cells.word(cell)), into, at);
    }

    /** The same of the word at a place. */
    public void encode(int place, float[] into, int at) {
      for (int i = 0; i <= values.size(); i++) {
        into[at + i] = i == place ? 1 : 0;
      }
    }
  }

  /**
   * A yes or a no, as 1 and 0.
   *
   * @param no the word for 0
   * @param yes the word for 1
   * @param share of yes in the training rows: what counts where the answer is missing
   * @param indicator whether a second feature says 1 where the answer was missing
   */
  record YesNo(
      String column, String no, String yes, double share, Missing missing, boolean indicator)
      implements Encoding {
    @Override
    public Kind kind() {
      return Kind.YES_NO;
    }

    @Override
    public List<String> features() {
      return indicator
          ? List.of(column + " is " + yes, column + " is missing")
          : List.of(column + " is " + yes);
    }

    @Override
    public void encode(Object cell, float[] into, int at) {
      String word = Cells.word(cell);
      boolean isYes = word.equalsIgnoreCase(yes);
      if (!isYes && !word.equalsIgnoreCase(no) && !word.isEmpty()) {
        throw wrong(column, "'" + no + "' or '" + yes + "'", cell);
      }
      if (word.isEmpty() && missing != Missing.MEAN) {
        throw new DataException("column '" + column + "': '" + no + "' or '" + yes
            + "' wanted, the cell is empty; give one");
      }
      encode(word.isEmpty() ? Double.NaN : isYes ? 1 : 0, into, at);
    }

    /** The same of 0, 1, or NaN where it is missing. */
    public void encode(double value, float[] into, int at) {
      boolean isMissing = Double.isNaN(value);
      into[at] = (float) (isMissing ? share : value);
      if (indicator) {
        into[at + 1] = isMissing ? 1 : 0;
      }
    }
  }

  /** A whole number from 0 to 255, as it is: the model's normalisation scales it. */
  record AsByte(String column) implements Encoding {
    @Override
    public Kind kind() {
      return Kind.BYTE;
    }

    @Override
    public List<String> features() {
      return List.of(column);
    }

    @Override
    public void encode(Object cell, float[] into, int at) {
      double value = Cells.number(cell);
      if (!(value >= 0 && value <= 255 && value == Math.rint(value))) {
        throw wrong(column, "a whole number from 0 to 255", cell);
      }
      into[at] = (float) value;
    }
  }

  private static DataException wrong(String column, String wanted, Object cell) {
    String text = Cells.word(cell);
    String came = text.isEmpty() ? "an empty cell" : "'" + text + "'" + Invisible.note(text);
    return new DataException(
        "column '" + column + "': " + wanted + " wanted, came " + came + "; mend the cell");
  }
}
