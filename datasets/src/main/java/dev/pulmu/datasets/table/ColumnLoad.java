package dev.pulmu.datasets.table;

import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.csv.WordList;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.recipe.Cells;
import dev.pulmu.recipe.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes the cells of one column into memory, as its kind wants them. */
abstract sealed class ColumnLoad {
  /** Whether a cell fits its column. */
  enum Fit {
    FITS,
    /** It lacks what others have. */
    MISSING,
    WRONG
  }

  /** Takes the cell of a row; whoever refuses the row takes another one at the same place. */
  abstract Fit take(CsvReader reader, int column, int row);

  /** What a cell is wanted to be, as messages say it. */
  abstract String wanted();

  /** The cells of the first rows. */
  abstract Table.Cells cells(int rows);

  static ColumnLoad of(Kind kind, int rows, Set<String> answers) {
    return switch (kind) {
      case NUMBER -> new OfNumbers(rows, false);
      case BYTE -> new OfNumbers(rows, true);
      case YES_NO -> new OfWords(rows, answers, true);
      case CATEGORY, ID, SKIP -> new OfWords(rows, Set.of(), false);
    };
  }

  /** Names of classes; those that are numbers are written one way, whatever the file does. */
  static OfWords labels(int rows, boolean areNumbers) {
    return new OfWords(rows, areNumbers);
  }

  static final class OfNumbers extends ColumnLoad {
    private final double[] values;
    private final boolean areBytes;

    OfNumbers(int rows, boolean areBytes) {
      this.values = new double[rows];
      this.areBytes = areBytes;
    }

    @Override
    Fit take(CsvReader reader, int column, int row) {
      double value = reader.number(column);
      values[row] = value;
      if (value != value) {
        return reader.isMissing(column) ? Fit.MISSING : Fit.WRONG;
      }
      boolean isByte = value >= 0 && value <= 255 && value == Math.rint(value);
      return !areBytes || isByte ? Fit.FITS : Fit.WRONG;
    }

    @Override
    String wanted() {
      return areBytes ? "a whole number from 0 to 255" : "a number";
    }

    @Override
    Numbers cells(int rows) {
      return new Numbers(rows == values.length ? values : Arrays.copyOf(values, rows));
    }
  }

  static final class OfWords extends ColumnLoad {
    private final int[] codes;
    private final WordList words;
    private final Set<String> allowed;
    private final boolean canMiss;
    private final boolean areNumbers;
    private final BitSet refused = new BitSet();
    private int closed = Integer.MAX_VALUE;
    private String knower = "";

    /**
     * @param allowed in small letters; all where there is none
     * @param canMiss whether an empty cell is a missing one and no word
     */
    OfWords(int rows, Set<String> allowed, boolean canMiss) {
      this.codes = new int[rows];
      this.words = new WordList();
      this.allowed = allowed;
      this.canMiss = canMiss;
      this.areNumbers = false;
    }

    OfWords(int rows, boolean areNumbers) {
      this.codes = new int[rows];
      this.words = areNumbers ? new WordList(text -> spelt(text)) : new WordList();
      this.allowed = Set.of();
      this.canMiss = true;
      this.areNumbers = areNumbers;
    }

    private static String spelt(String text) {
      double value = Cells.number(text);
      return Double.isNaN(value) ? text : Cells.word(value);
    }

    /**
     * From now on no other words fit.
     *
     * @param by who knows these, as messages say it: {@code the model knows}
     */
    void close(List<String> known, String by) {
      knower = " that " + by;
      known.forEach(words::code);
      closed = words.size();
    }

    /** The words so far. */
    List<String> words() {
      return words.words();
    }

    @Override
    Fit take(CsvReader reader, int column, int row) {
      int before = words.size();
      int code = reader.code(column, words);
      codes[row] = code;
      if (canMiss && (areNumbers ? reader.isMissing(column) : reader.isEmpty(column))) {
        return Fit.MISSING;
      }
      if (words.size() > before) {
        String word = reader.text(column).toLowerCase(Locale.ROOT);
        refused.set(code, code >= closed || !allowed.isEmpty() && !allowed.contains(word));
      }
      return refused.get(code) ? Fit.WRONG : Fit.FITS;
    }

    @Override
    String wanted() {
      if (allowed.isEmpty()) {
        return "a label" + knower;
      }
      return allowed.stream().sorted().collect(Collectors.joining("' or '", "'", "'"));
    }

    /** Words that no row has are left out: rows that had them were refused. */
    @Override
    Words cells(int rows) {
      List<String> all = words.words();
      int[] places = new int[all.size()];
      for (int row = 0; row < rows; row++) {
        places[codes[row]] = 1;
      }
      List<String> used = new ArrayList<>();
      for (int code = 0; code < places.length; code++) {
        if (places[code] == 1) {
          places[code] = used.size();
          used.add(all.get(code));
        }
      }
      int[] renamed = new int[rows];
      for (int row = 0; row < rows; row++) {
        renamed[row] = places[codes[row]];
      }
      return new Words(renamed, used);
    }
  }
}
