package dev.pulmu.datasets.folder;

import dev.pulmu.files.DataException;
import dev.pulmu.names.Names;
import dev.pulmu.recipe.Invisible;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first line of a table: the names of its columns, all different, each found without looking
 * through the others.
 */
public final class CsvHeader {
  private static final int MANY = 20;
  private static final int NAMED = 3;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");
  private static final String NAMES = "names of the columns wanted, came ";

  private final Path path;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * The header of a file.
   *
   * @param names the cells of its first line
   * @throws DataException if these do not name columns
   */
  CsvHeader(Path path, List<String> names) {
    this.path = path;
    this.names = names;
    requireCommas();
    requireNoRow();
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      if (name.isEmpty()) {
        throw wrong("column " + (column + 1) + " has no name; give it one, or take it out");
      }
      Integer before = places.putIfAbsent(name, column);
      if (before != null) {
        throw wrong("columns " + (before + 1) + " and " + (column + 1) + " are both named '" + name
            + "'; give one of them another name");
      }
    }
  }

  List<String> names() {
    return names;
  }

  /** Place of a column, from 0. */
  int column(String name) {
    Integer column = places.get(name);
    if (column == null) {
      String meant = Names.nearest(name, names)
          .map(near -> "did you mean '" + near + "'? It has ")
          .orElse("it has ");
      throw new DataException(path + ": no column '" + name + "' to take as target; " + meant
          + shortened(names, MANY) + Invisible.note(String.join("", names)));
    }
    return column;
  }

  /**
   * Checks that this table has the columns of another.
   *
   * @throws DataException naming the first that differs
   */
  void requireSameAs(CsvHeader other) {
    String wanted = "; both files want the same columns in the same order";
    if (names.size() != other.names.size()) {
      throw wrong(names.size() + " columns, in " + other.path + " there are " + other.names.size()
          + wanted);
    }
    for (int column = 0; column < names.size(); column++) {
      if (!names.get(column).equals(other.names.get(column))) {
        throw wrong("column " + (column + 1) + " is '" + names.get(column) + "', in " + other.path
            + " it is '" + other.names.get(column) + "'" + wanted);
      }
    }
  }

  /** Some names, and how many more there are. */
  public static String shortened(List<String> names, int many) {
    return names.size() <= many
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, many)) + " and " + (names.size() - many) + " more";
  }

  private void requireCommas() {
    String first = names.get(0);
    if (first.matches("(?i)sep=.?") && names.stream().skip(1).allMatch(String::isEmpty)) {
      String line = String.join(",", names);
      throw wrong(NAMES + "Excel's line '" + line + "'; take it out"
          + (line.endsWith(",") ? "" : ", and put commas between the cells"));
    }
    if (names.size() == 1) {
      throw wrong("names of at least two columns, with commas between them, wanted, came "
          + (first.isEmpty() ? "an empty cell" : "'" + first + "'"));
    }
  }

  /**
   * Numbers may be names, such as 0, 1, 2 or years; but those of a row are in no order. Nothing but
   * numbers is taken for names where they count the columns, as pandas does.
   */
  private void requireNoRow() {
    List<String> numbers =
        names.stream().filter(name -> NUMBER.matcher(name).matches()).toList();
    if (numbers.size() == names.size() ? !isCount(numbers) : !isAscending(numbers)) {
      throw wrong(NAMES + numbers.stream().limit(NAMED).collect(Collectors.joining(", "))
          + (numbers.size() > NAMED ? ", …" : "") + ", as in a row; put a line of names above it,"
          + " or a letter before each number");
    }
  }

  /** Two columns of 0 and 1 are as likely a row. */
  private static boolean isCount(List<String> numbers) {
    return numbers.size() > 2
        && IntStream.range(0, numbers.size())
            .allMatch(i -> numbers.get(i).equals(Integer.toString(i)));
  }

  private static boolean isAscending(List<String> numbers) {
    return IntStream.range(1, numbers.size())
        .allMatch(i -> Double.parseDouble(numbers.get(i)) > Double.parseDouble(numbers.get(i - 1)));
  }

  private DataException wrong(String what) {
    return new DataException(path + ", line 1: " + what);
  }
}
