package dev.pulmu.datasets.table;

import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.csv.NumberList;
import dev.pulmu.datasets.csv.WordList;
import dev.pulmu.recipe.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Counts the cells of one column: how many are numbers, words or missing, and how many differ.
 * Where all cells are numbers, no object is made of one, and they are kept, so that they need not
 * be read again.
 */
final class ColumnCounts {
  /** Different words that are counted, and different numbers. */
  static final int MOST_WORDS = 100_000;

  static final int MOST_NUMBERS = 256;

  private static final int EXAMPLES = 3;
  private static final int EXAMPLE_ROWS = 50;

  /** Dates and times of ISO 8601, and days as Europe and America write them. */
  private static final Pattern DATE = Pattern.compile(
      "\\d{4}-\\d\\d?-\\d\\d?([T ]\\d\\d:\\d\\d.*)?|\\d{4}/\\d\\d?/\\d\\d?( \\d\\d:.*)?"
          + "|\\d\\d?\\.\\d\\d?\\.\\d{2}(\\d\\d)?( \\d\\d:.*)?|\\d\\d?/\\d\\d?/\\d{2}(\\d\\d)?( \\d\\d?:.*)?"
          + "|\\d\\d?:\\d\\d(:\\d\\d(\\.\\d+)?)?");

  private final Set<String> examples = new HashSet<>();
  private final List<String> shown = new ArrayList<>();
  private final double[] slots = new double[4 * MOST_NUMBERS];
  private NumberList kept = new NumberList();
  private boolean asWords;
  private boolean lacksWords;
  private WordList words;
  private int[] counts = new int[16];
  private boolean[] isNumber = new boolean[16];
  private boolean isOverfull;
  private boolean areDates = true;
  private int differentNumbers;
  private String firstWord;
  private long firstWordLine;
  private long rows;
  private long numbers;
  private long missing;
  private long empty;
  private double first;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private boolean isWhole = true;
  private boolean isRunning = true;

  /** @param asWords whether numbers are words too from the first row on */
  ColumnCounts(boolean asWords) {
    this.asWords = asWords;
    this.words = new WordList();
    Arrays.fill(slots, Double.NaN);
  }

  void add(CsvReader row, int column) {
    if (rows < EXAMPLE_ROWS) {
      show(row.text(column));
    }
    if (asWords) {
      addWord(row, column);
    } else {
      double value = row.number(column);
      kept.add(value);
      if (value == value) {
        addNumber(value);
      } else if (row.isMissing(column)) {
        missing++;
        empty += row.isEmpty(column) ? 1 : 0;
      } else {
        asWords = true;
        kept = new NumberList();
        lacksWords = rows > 0;
        addWord(row, column);
      }
    }
    rows++;
  }

  private void show(String text) {
    if (shown.size() < EXAMPLES && !text.isEmpty() && examples.add(text)) {
      shown.add(text);
    }
  }

  private void addNumber(double value) {
    if (numbers == 0) {
      first = value;
    }
    isRunning &= value == first + rows;
    isWhole &= value == Math.rint(value);
    least = value < least ? value : least;
    most = value > most ? value : most;
    numbers++;
    if (differentNumbers <= MOST_NUMBERS) {
      remember(value);
    }
  }

  private void remember(double value) {
    long bits = Double.doubleToRawLongBits(value == 0 ? 0 : value);
    int slot = (int) (bits * 0x9E3779B97F4A7C15L >>> 54);
    while (slots[slot] == slots[slot]) {
      if (slots[slot] == value) {
        return;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = value;
    differentNumbers++;
  }

  private void addWord(CsvReader row, int column) {
    if (isOverfull) {
      count(row.text(column), row.number(column), row.line());
      return;
    }
    int before = words.size();
    int code = row.code(column, words);
    if (words.size() > before) {
      if (code == counts.length) {
        counts = Arrays.copyOf(counts, 2 * code);
        isNumber = Arrays.copyOf(isNumber, 2 * code);
      }
      String word = row.text(column);
      isNumber[code] = !Double.isNaN(row.number(column));
      areDates &= word.isEmpty() || DATE.matcher(word).matches();
      isOverfull = words.size() >= MOST_WORDS;
      count(word, row.number(column), row.line());
    } else if (isNumber[code]) {
      addNumber(row.number(column));
    } else {
      missing += row.isMissing(column) ? 1 : 0;
      empty += row.isEmpty(column) ? 1 : 0;
    }
    counts[code]++;
  }

  private void count(String word, double number, long line) {
    if (number == number) {
      addNumber(number);
    } else if (Cells.isMissing(word)) {
      missing++;
      empty += word.isEmpty() ? 1 : 0;
    } else if (firstWord == null) {
      firstWord = word;
      firstWordLine = line;
    }
  }

  /** Whether words are to be counted again, since the first ones were taken for numbers. */
  boolean lacksWords() {
    return lacksWords;
  }

  /** Whether no cell is a word, nor said to be one. */
  boolean areNumbers() {
    return !asWords;
  }

  /** The cells where they are numbers, NaN where one is missing. They are given away once. */
  double[] takeNumbers() {
    double[] all = kept.toArray();
    kept = new NumberList();
    return all;
  }

  long rows() {
    return rows;
  }

  long numbers() {
    return numbers;
  }

  long missing() {
    return missing;
  }

  /** How many cells hold nothing at all: of words, only these are missing. */
  long empty() {
    return empty;
  }

  /** How many cells hold neither a number nor a sign that there is none. */
  long texts() {
    return rows - numbers - missing;
  }

  /** The first of these, and its line; null where there is none. */
  String firstWord() {
    return firstWord;
  }

  long firstWordLine() {
    return firstWordLine;
  }

  List<String> examples() {
    return shown;
  }

  /** All different words; of no use where there are too many to count. */
  List<String> words() {
    return words.words();
  }

  /** How many words or numbers differ, empty ones left out; absent where there are too many. */
  OptionalInt distinct() {
    if (asWords) {
      return isOverfull
          ? OptionalInt.empty()
          : OptionalInt.of(words.size() - (words.words().contains("") ? 1 : 0));
    }
    return differentNumbers > MOST_NUMBERS ? OptionalInt.empty() : OptionalInt.of(differentNumbers);
  }

  /** The same for people. */
  String distinctText() {
    int most = asWords ? MOST_WORDS : MOST_NUMBERS;
    return distinct().isPresent() ? Integer.toString(distinct().getAsInt()) : ">" + most;
  }

  /** Whether no two rows hold the same, as far as anybody counted. */
  boolean allDiffer() {
    return asWords
        ? isOverfull && counts[0] == 1 || words.size() == rows
        : isRunning && missing == 0;
  }

  boolean areDates() {
    return areDates && texts() > 0 && numbers == 0;
  }

  /** Whether all numbers are whole, and between these. */
  boolean isWhole(double from, double to) {
    return isWhole && numbers > 0 && least >= from && most <= to;
  }

  /** Whether each row holds the number of the row before it and one more, and none is missing. */
  boolean isRunning() {
    return isRunning && isWhole && numbers == rows && rows > 1;
  }
}
