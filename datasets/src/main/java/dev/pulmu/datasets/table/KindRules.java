package dev.pulmu.datasets.table;

import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.TargetColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says from all cells of a column what it holds, in this order:
 *
 * <ol>
 *   <li>what the user says;
 *   <li>a first column is an id if it has no name and no cell comes twice, or if its numbers run on
 *       by one and its name ends in {@code id} or {@code index};
 *   <li>a column without a cell is left out;
 *   <li>nothing but numbers: a number; empty cells and {@code NA, N/A, NaN, null, none, ?, -} count
 *       as missing ones;
 *   <li>numbers in 95 of 100 cells and more than 20 different ones: a number too, and the other
 *       cells are mistakes;
 *   <li>nothing but dates or times: left out;
 *   <li>two words that mean no and yes: a yes or no;
 *   <li>more than 100 different words, and more than one for ten rows: left out;
 *   <li>any other words: a category.
 * </ol>
 *
 * Where there are at least 64 columns of features, and each holds whole numbers from 0 to 255 in
 * all of its rows, they are bytes, as the pixels of pictures are.
 */
final class KindRules {
  private static final double MOST = 0.95;
  private static final int FEW = 20;
  private static final int MANY_WORDS = 100;
  private static final double MANY_OF_ROWS = 0.1;
  private static final int BYTE_COLUMNS = 64;

  private static final Set<Set<String>> ANSWERS = Set.of(
      Set.of("no", "yes"),
      Set.of("n", "y"),
      Set.of("false", "true"),
      Set.of("f", "t"),
      Set.of("off", "on"),
      Set.of("nein", "ja"),
      Set.of("non", "oui"));

  private final String file;
  private final List<String> names;
  private final List<ColumnCounts> counts;
  private final TableRules rules;
  private final boolean lacksFirstName;
  private final Map<String, Kind> said;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param names of the columns
   * @param counts one for each
   * @param lacksFirstName whether the name of the first one is none of the file's
   */
  KindRules(
      String file,
      List<String> names,
      List<ColumnCounts> counts,
      TableRules rules,
      boolean lacksFirstName) {
    this.file = file;
    this.names = names;
    this.counts = counts;
    this.rules = rules;
    this.lacksFirstName = lacksFirstName;
    this.said = said(rules);
  }

  static Map<String, Kind> said(TableRules rules) {
    return rules.columns().stream().collect(Collectors.toMap(Column::name, Column::kind));
  }

  /** Lines that say which columns are left out, and why. */
  List<String> notes() {
    return notes;
  }

  /** The kind of each column; of targets, that of their cells. */
  List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      kinds.add(kind(column));
    }
    if (areBytes(kinds)) {
      kinds.replaceAll(kind -> kind == Kind.NUMBER ? Kind.BYTE : kind);
      for (String target : rules.targetNames()) {
        kinds.set(names.indexOf(target), kind(names.indexOf(target)));
      }
    }
    return kinds;
  }

  private Kind kind(int column) {
    ColumnCounts cells = counts.get(column);
    String name = names.get(column);
    boolean isTarget = rules.targetNames().contains(name);
    if (said.containsKey(name)) {
      return said(name, cells);
    }
    if (!isTarget && column == 0 && isId(name, cells)) {
      return Kind.ID;
    }
    if (cells.numbers() + cells.texts() == 0) {
      return leftOut(name, "it is empty");
    }
    if (isNumber(cells)) {
      requireNumbers(name, cells);
      return Kind.NUMBER;
    }
    if (isTarget) {
      return Kind.CATEGORY;
    }
    if (cells.areDates()) {
      return leftOut(name, "dates and times; give numbers, such as days since some day");
    }
    if (ANSWERS.contains(lower(cells))) {
      return Kind.YES_NO;
    }
    if (cells.numbers() > cells.texts()) {
      notes.add(String.format(
          Locale.ROOT,
          "column '%s' is taken as words: %d of its cells are numbers, '%s' in line %d is none; if it"
              + " is one, mend it, or pass --columns '%s:number' --bad-rows skip",
          name,
          cells.numbers(),
          cells.firstWord(),
          cells.firstWordLine(),
          name));
    }
    long distinct = cells.distinct().orElse(Integer.MAX_VALUE);
    return distinct > MANY_WORDS && distinct > MANY_OF_ROWS * cells.rows()
        ? leftOut(
            name,
            words(cells) + " different words; to keep it, pass --columns '" + name + ":category'")
        : Kind.CATEGORY;
  }

  private Kind said(String name, ColumnCounts cells) {
    Kind kind = said.get(name);
    if (kind == Kind.YES_NO && lower(cells).size() != 2) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: column '%s': two words for no and yes wanted, came %s: %s; pass --columns"
              + " '%s:category'",
          file,
          name,
          words(cells),
          String.join(", ", cells.examples()),
          name));
    }
    return kind;
  }

  private boolean isId(String name, ColumnCounts cells) {
    String plain = name.toLowerCase(Locale.ROOT);
    return lacksFirstName && cells.allDiffer()
        || cells.isRunning()
            && (plain.endsWith("id") || plain.endsWith("index") || plain.startsWith("unnamed"));
  }

  private static boolean isNumber(ColumnCounts cells) {
    return cells.texts() == 0
        || cells.numbers() >= MOST * (cells.numbers() + cells.texts())
            && cells.distinct().orElse(FEW + 1) - cells.texts() > FEW;
  }

  private void requireNumbers(String name, ColumnCounts cells) {
    if (cells.texts() > 0 && !rules.skipBadRows()) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s, line %d: column '%s': a number wanted, as in %d of %d rows, came '%s'; mend the cell,"
              + " pass --bad-rows skip, or --columns '%s:category'",
          file,
          cells.firstWordLine(),
          name,
          cells.numbers(),
          cells.rows(),
          cells.firstWord(),
          name));
    }
  }

  private Kind leftOut(String name, String why) {
    notes.add("column '" + name + "' is left out: " + why);
    return Kind.SKIP;
  }

  private static String words(ColumnCounts cells) {
    return cells.distinct().isPresent()
        ? Integer.toString(cells.distinct().getAsInt())
        : "more than " + ColumnCounts.MOST_WORDS;
  }

  /** The words in small letters, without empty ones; none where there are too many. */
  private static Set<String> lower(ColumnCounts cells) {
    if (cells.distinct().orElse(FEW + 1) > FEW) {
      return Set.of();
    }
    Set<String> lower = new HashSet<>();
    cells.words().forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
    lower.remove("");
    return lower;
  }

  private boolean areBytes(List<Kind> kinds) {
    int features = 0;
    for (int column = 0; column < kinds.size(); column++) {
      Kind kind = kinds.get(column);
      if (kind == Kind.ID || kind == Kind.SKIP || rules.targetNames().contains(names.get(column))) {
        continue;
      }
      ColumnCounts cells = counts.get(column);
      boolean isByte = kind == Kind.NUMBER
          && !said.containsKey(names.get(column))
          && cells.missing() == 0
          && cells.isWhole(0, 255);
      if (!isByte) {
        return false;
      }
      features++;
    }
    return features >= BYTE_COLUMNS;
  }

  /**
   * What targets hold: words are labels, and so are at most 20 different whole numbers, if a row in
   * two or fewer has a new one.
   */
  TargetColumns targets() {
    List<String> targets = rules.targetNames();
    Function<String, ColumnCounts> of = name -> counts.get(names.indexOf(name));
    boolean labels = targets.size() == 1 && isLabel(of.apply(targets.get(0)));
    TargetColumns said = rules.targets().orElseThrow();
    if (said.kind() != TargetColumns.Kind.EITHER) {
      return said;
    }
    TargetColumns.Kind kind = labels ? TargetColumns.Kind.LABELS : TargetColumns.Kind.NUMBERS;
    return new TargetColumns(kind, targets);
  }

  private static boolean isLabel(ColumnCounts cells) {
    return !isNumber(cells)
        || cells.isWhole(-Double.MAX_VALUE, Double.MAX_VALUE)
            && cells.distinct().orElse(FEW + 1) <= Math.min(FEW, cells.rows() / 2);
  }
}
