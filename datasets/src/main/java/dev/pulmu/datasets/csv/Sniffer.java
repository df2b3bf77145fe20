package dev.pulmu.datasets.csv;

import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Cells;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the dialect of a table from its first rows.
 *
 * <ul>
 *   <li>Separator: of tab, semicolon and comma the first one that gives the first row and nine in
 *       ten of all rows the same number of cells, at least two; else the one that cuts the first
 *       row into most cells. A line {@code sep=;} says it.
 *   <li>Decimal comma: where the separator is another, numbers such as {@code 1,5} come, and none
 *       such as {@code 1.5}.
 *   <li>Names in the first line: if it has all names that are wanted; or a word over a column of
 *       numbers; or nothing but words, each once, and none that comes again below it; or numbers
 *       that count the columns, or years in order, and words otherwise.
 * </ul>
 */
final class Sniffer {
  private static final byte[] SEPARATORS = {'\t', ';', ','};
  private static final int ROWS = 200;
  private static final double MOST = 0.9;
  private static final Pattern COMMA_NUMBER = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");
  private static final Pattern POINT_NUMBER = Pattern.compile("[+-]?\\d*\\.\\d+([eE][+-]?\\d+)?");

  private final String file;
  private final byte[] sample;
  private final boolean whole;
  private final Collection<String> wanted;

  /**
   * @param sample the first bytes of the file, without UTF-8's mark
   * @param whole whether no row is cut at their end
   * @param wanted names of columns that are known
   */
  Sniffer(String file, byte[] sample, boolean whole, Collection<String> wanted) {
    this.file = file;
    this.sample = sample;
    this.whole = whole;
    this.wanted = wanted;
  }

  Dialect dialect() {
    String announced = firstLine().replace("\"", "").toLowerCase(Locale.ROOT);
    boolean isAnnounced = announced.matches("sep=[,;\\t]?");
    byte separator = !isAnnounced
        ? separator()
        : announced.length() > 4 ? (byte) announced.charAt(4) : (byte) '\t';
    List<List<String>> rows = rows(separator, ROWS);
    if (isAnnounced) {
      rows.remove(0);
    }
    if (rows.isEmpty()) {
      throw new DataException(file + ": a table wanted, the file is empty");
    }
    byte point = point(separator, rows);
    return new Dialect(separator, point, isHeader(rows, (char) point), isAnnounced);
  }

  /** As it stands, since nobody knows yet what separates its cells. */
  private String firstLine() {
    int end = 0;
    while (end < sample.length && sample[end] != '\n' && sample[end] != '\r') {
      end++;
    }
    return new String(sample, 0, end, StandardCharsets.UTF_8).strip();
  }

  private byte separator() {
    byte best = ',';
    int most = 1;
    for (byte separator : SEPARATORS) {
      List<List<String>> rows;
      try {
        rows = rows(separator, ROWS);
      } catch (DataException quotesDoNotFit) {
        continue;
      }
      int width = rows.isEmpty() ? 0 : rows.get(0).size();
      long alike = rows.stream().filter(row -> row.size() == width).count();
      if (width > 1 && alike >= MOST * rows.size()) {
        return separator;
      }
      if (width > most) {
        most = width;
        best = separator;
      }
    }
    return best;
  }

  /** The last row of a part of a file may be cut. */
  private List<List<String>> rows(byte separator, int most) {
    List<List<String>> rows = new ArrayList<>();
    CellReader cells = new CellReader(new ByteArrayInputStream(sample), file, separator);
    try {
      while (rows.size() <= most && cells.next()) {
        if (!cells.isEmpty()) {
          rows.add(IntStream.range(0, cells.cells()).mapToObj(cells::text).toList());
        }
      }
    } catch (DataException e) {
      if (rows.size() < 2) {
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // none comes from an array
    }
    if (rows.size() > most || rows.size() > 1 && !whole) {
      rows.remove(rows.size() - 1);
    }
    return rows;
  }

  private static byte point(byte separator, List<List<String>> rows) {
    boolean isComma = separator != ','
        && rows.stream()
            .flatMap(List::stream)
            .anyMatch(c -> COMMA_NUMBER.matcher(c).matches())
        && rows.stream()
            .flatMap(List::stream)
            .noneMatch(c -> POINT_NUMBER.matcher(c).matches());
    return (byte) (isComma ? ',' : '.');
  }

  private boolean isHeader(List<List<String>> rows, char point) {
    List<String> first = rows.get(0);
    if (!wanted.isEmpty() && first.containsAll(wanted)) {
      return true;
    }
    boolean[] numbers = new boolean[first.size()];
    boolean[] words = new boolean[first.size()];
    boolean comesAgain = false;
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int column = 0; column < Math.min(first.size(), row.size()); column++) {
        String cell = row.get(column);
        numbers[column] |= isNumber(cell, point);
        words[column] |= isWord(cell, point);
        comesAgain |= isWord(cell, point) && cell.equals(first.get(column));
      }
    }
    boolean overNumbers = IntStream.range(0, first.size())
        .anyMatch(column -> numbers[column] && !words[column] && isWord(first.get(column), point));
    if (overNumbers) {
      return true;
    }
    double[] counted = first.stream()
        .filter(cell -> isNumber(cell, point))
        .mapToDouble(cell -> Cells.number(cell.replace(point, '.')))
        .toArray();
    if (counted.length > 0) {
      return first.stream().noneMatch(String::isEmpty) && isCount(counted, first.size());
    }
    List<String> named = first.stream().filter(cell -> !cell.isEmpty()).toList();
    Set<String> different = new HashSet<>(named);
    return !comesAgain && named.size() >= first.size() - 2 && different.size() == named.size();
  }

  /** All cells are numbers that count from 0 or 1, or some are and are years or the like. */
  private static boolean isCount(double[] numbers, int cells) {
    boolean steps = numbers.length > 1
        && Arrays.stream(numbers).allMatch(n -> n == Math.rint(n))
        && IntStream.range(1, numbers.length).allMatch(i -> numbers[i] == numbers[i - 1] + 1);
    return steps && (numbers.length < cells || numbers.length > 2 && numbers[0] <= 1);
  }

  private static boolean isNumber(String cell, char point) {
    return !Double.isNaN(Cells.number(cell.replace(point, '.')));
  }

  private static boolean isWord(String cell, char point) {
    return !Cells.isMissing(cell) && !isNumber(cell, point);
  }

  /** The sample, as it begins with bytes of UTF-16, if it does. */
  static boolean isUtf16(byte[] sample) {
    String start = new String(sample, 0, Math.min(2, sample.length), StandardCharsets.ISO_8859_1);
    return start.equals("\u00ff\u00fe") || start.equals("\u00fe\u00ff");
  }
}
