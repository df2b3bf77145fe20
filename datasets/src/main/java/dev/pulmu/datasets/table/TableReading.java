package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.csv.Dialect;
import dev.pulmu.datasets.csv.HeapRoom;
import dev.pulmu.datasets.csv.WordList;
import dev.pulmu.datasets.folder.CsvFolder;
import dev.pulmu.datasets.folder.CsvHeader;
import dev.pulmu.datasets.table.ColumnLoad.OfWords;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.datasets.table.TableLoad.Wanted;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Cells;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.TargetColumns;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One reading of a table: once through its files to see what is there, once to take it, unless it
 * is all numbers that were kept as they were seen.
 */
final class TableReading {
  private static final int LEAST_PIXELS = 64;
  private static final int MOST_LABELS = 100;

  private final TableFiles files;
  private final List<String> notes = new ArrayList<>();
  private TableRules rules;
  private List<String> names;
  private Dialect dialect;
  private List<ColumnCounts> counts;
  private final Map<Path, Long> rowsOf = new HashMap<>();

  TableReading(TableFiles files, TableRules rules) {
    this.files = files;
    this.rules = rules;
  }

  TableData read(TableCache cache) {
    ParsedTable parsed = cache.get(files, rules, this::parse);
    String file = files.first().toString();
    TargetColumns targets = parsed.targets();
    List<String> classes = targets.kind() == TargetColumns.Kind.LABELS
        ? classes(file, parsed.table(), targets)
        : List.of();
    TableSamples samples =
        new TableSamples(parsed.table(), targets, classes, rules.missing(), Optional.empty());
    Map<Split, int[]> parts = new EnumMap<>(Split.class);
    if (parsed.parts().isEmpty()) {
      Shares.Rows split = rules.split().draw(file, samples.targets(), rules.seed());
      parts.put(Split.TRAIN, split.train());
      parts.put(Split.VALIDATION, split.validation());
      parts.put(Split.TEST, split.test());
    }
    int from = 0;
    for (Map.Entry<Split, Integer> part : parsed.parts().entrySet()) {
      parts.put(part.getKey(), IntStream.range(from, from + part.getValue()).toArray());
      from += part.getValue();
    }
    Dataset data = new Dataset(
        CsvFolder.NAME,
        samples,
        classes,
        parts.get(Split.TRAIN),
        parts.getOrDefault(Split.VALIDATION, new int[0]),
        parts.get(Split.TEST));
    return new TableData(data, targets, parsed.profile(), parsed.notes());
  }

  private ParsedTable parse() {
    open();
    count();
    requireKnown();
    boolean lacksFirstName = names.get(0).equals(TableFiles.INDEX);
    KindRules kindRules =
        new KindRules(files.first().toString(), names, counts, rules, lacksFirstName);
    List<Kind> kinds = kindRules.kinds();
    notes.addAll(kindRules.notes());
    TargetColumns targets = kindRules.targets();
    requireFeatures(kinds);
    Map<Split, Integer> parts = new LinkedHashMap<>();
    Table table =
        isKept(kinds, targets) ? kept(kinds, targets, parts) : load(wanted(kinds, targets), parts);
    return new ParsedTable(table, targets, parts, profile(kinds, targets), notes);
  }

  private void open() {
    try (CsvReader reader = files.open(files.first())) {
      names = TableFiles.names(reader);
      dialect = reader.dialect();
      HeapRoom.estimate(files.parts().keySet(), reader, names.size());
    }
    if (!dialect.text().equals("commas")) {
      notes.add(files.first() + ": " + dialect.text());
    }
  }

  private void count() {
    boolean[] asWords = new boolean[names.size()];
    Map<String, Kind> said = KindRules.said(rules);
    for (int column = 0; column < asWords.length; column++) {
      Kind kind = said.get(names.get(column));
      asWords[column] = kind == Kind.CATEGORY || kind == Kind.YES_NO;
    }
    counts = count(asWords);
    boolean again = false;
    for (int column = 0; column < asWords.length; column++) {
      again |= counts.get(column).lacksWords();
      asWords[column] |= counts.get(column).lacksWords();
    }
    if (again) {
      counts = count(asWords);
    }
    if (counts.get(0).rows() == 0) {
      throw new DataException(files.first() + ": at least one row wanted, there is none");
    }
  }

  private List<ColumnCounts> count(boolean[] asWords) {
    ColumnCounts[] all = new ColumnCounts[asWords.length];
    for (int column = 0; column < all.length; column++) {
      all[column] = new ColumnCounts(asWords[column]);
    }
    for (Path file : files.parts().keySet()) {
      long before = all[0].rows();
      try (CsvReader reader = files.open(file)) {
        int[] places = TableFiles.places(reader, names);
        while (reader.next()) {
          for (int column = 0; column < all.length; column++) {
            all[column].add(reader, places[column]);
          }
        }
      }
      rowsOf.put(file, all[0].rows() - before);
    }
    return List.of(all);
  }

  /** Names that the user says are those of columns; pictures name theirs. */
  private void requireKnown() {
    boolean isUnsaid =
        rules.targetNames().isEmpty() || rules.targetNames().equals(List.of(TableFiles.LABEL));
    if (!dialect.header() && isUnsaid && arePictures()) {
      int pixels = names.size() - 1;
      names = TableFiles.pictures(pixels);
      rules = rules.withTargets(
          new TargetColumns(TargetColumns.Kind.LABELS, List.of(TableFiles.LABEL)));
      int side = (int) Math.sqrt(pixels);
      notes.add(String.format(
          Locale.ROOT,
          "%s: pictures of %dx%d, one a row, the label first, as MNIST in CSV has them",
          files.first(),
          side,
          side));
    }
    String file = files.first().toString();
    if (rules.targetNames().isEmpty()) {
      throw new DataException(file + ": it is not said what to predict; pass --targets with one of "
          + CsvHeader.shortened(names, 20));
    }
    rules.targetNames().forEach(name -> requireKnown(file, name));
    rules.columns().forEach(column -> requireKnown(file, column.name()));
  }

  private void requireKnown(String file, String name) {
    if (!names.contains(name)) {
      throw TableFiles.missing(file, name, names);
    }
  }

  private boolean arePictures() {
    int pixels = names.size() - 1;
    int side = (int) Math.round(Math.sqrt(pixels));
    return pixels >= LEAST_PIXELS
        && side * side == pixels
        && counts.get(0).distinct().orElse(MOST_LABELS + 1) <= MOST_LABELS
        && counts.stream()
            .allMatch(cells -> cells.numbers() == cells.rows() && cells.isWhole(0, 255));
  }

  private void requireFeatures(List<Kind> kinds) {
    boolean some = IntStream.range(0, kinds.size())
        .anyMatch(column -> kinds.get(column) != Kind.ID
            && kinds.get(column) != Kind.SKIP
            && !rules.targetNames().contains(names.get(column)));
    if (!some) {
      throw new DataException(files.first()
          + ": no column is left as feature, at least one is wanted"
          + (notes.isEmpty() ? "" : "; " + String.join("; ", notes)));
    }
  }

  /**
   * Whether the numbers that the counts kept are the table: no row is to be left out or refused, no
   * cell is a word. Labels of several files and with decimal commas are read as words.
   */
  private boolean isKept(List<Kind> kinds, TargetColumns targets) {
    boolean areLabels = targets.kind() == TargetColumns.Kind.LABELS;
    boolean isOneFile = files.parts().size() == 1;
    if (rules.skipBadRows() || rowsOf.containsValue(0L)) {
      return false;
    }
    for (int column = 0; column < names.size(); column++) {
      ColumnCounts cells = counts.get(column);
      Kind kind = kinds.get(column);
      boolean isTarget = targets.names().contains(names.get(column));
      boolean fits = isTarget
          ? !areLabels || isOneFile && dialect.point() == '.'
          : kind != Kind.BYTE || cells.isWhole(0, 255);
      boolean canMiss = !isTarget && kind != Kind.BYTE && rules.missing() == Missing.MEAN;
      boolean isComplete = canMiss || cells.missing() == 0;
      if ((isTarget || kind != Kind.SKIP) && !(cells.areNumbers() && fits && isComplete)) {
        return false;
      }
    }
    return true;
  }

  private Table kept(List<Kind> kinds, TargetColumns targets, Map<Split, Integer> parts) {
    HeapRoom.rows(files.first(), counts.get(0).rows());
    List<TypedColumn> columns = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      boolean isTarget = targets.names().contains(name);
      if (isTarget || kinds.get(column) != Kind.SKIP) {
        double[] numbers = counts.get(column).takeNumbers();
        boolean isLabel = isTarget && targets.kind() == TargetColumns.Kind.LABELS;
        Kind kind = isTarget ? isLabel ? Kind.CATEGORY : Kind.NUMBER : kinds.get(column);
        columns.add(new TypedColumn(name, kind, isLabel ? labels(numbers) : new Numbers(numbers)));
      }
    }
    files
        .parts()
        .forEach((file, part) ->
            part.ifPresent(split -> parts.put(split, rowsOf.get(file).intValue())));
    return new Table(columns);
  }

  /** The words that numbers are, in the order in which they come. */
  private static Words labels(double[] numbers) {
    WordList words = new WordList();
    Map<Double, Integer> known = new HashMap<>();
    int[] codes = new int[numbers.length];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = known.computeIfAbsent(numbers[row], number -> words.code(Cells.word(number)));
    }
    return new Words(codes, words.words());
  }

  private List<Wanted> wanted(List<Kind> kinds, TargetColumns targets) {
    int room = HeapRoom.rows(files.first(), counts.get(0).rows());
    List<Wanted> wanted = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      Kind kind = kinds.get(column);
      if (rules.targetNames().contains(name)) {
        boolean areNumbers = counts.get(column).texts() == 0;
        wanted.add(Tables.target(name, targets.kind(), areNumbers, room));
      } else if (kind != Kind.SKIP) {
        Set<String> answers = kind == Kind.YES_NO
            ? counts.get(column).words().stream()
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())
            : Set.of();
        ColumnLoad cells = ColumnLoad.of(
            kind == Kind.ID && counts.get(column).texts() == 0 ? Kind.NUMBER : kind, room, answers);
        wanted.add(new Wanted(name, kind, cells, false, rules.missing()));
      }
    }
    return wanted;
  }

  private Table load(List<Wanted> wanted, Map<Split, Integer> parts) {
    int room = (int) counts.get(0).rows();
    TableLoad load = new TableLoad(wanted, room, rules.skipBadRows());
    List<String> columns = wanted.stream().map(Wanted::name).toList();
    files.parts().forEach((file, part) -> {
      int before = load.rows();
      try (CsvReader reader = files.open(file)) {
        int[] all = TableFiles.places(reader, names);
        load.add(
            reader, columns.stream().mapToInt(name -> all[names.indexOf(name)]).toArray());
      }
      if (load.rows() == before) {
        throw new DataException(file + ": at least one row that can be used wanted, there is none");
      }
      part.ifPresent(split -> {
        parts.put(split, load.rows() - before);
        if (split == Split.TRAIN) {
          closeLabels(wanted, file);
        }
      });
    });
    notes.addAll(Tables.leftOut(load));
    return load.table();
  }

  /** Of files of their own, the first one is that to train on: it has every class. */
  private static void closeLabels(List<Wanted> wanted, Path file) {
    for (Wanted column : wanted) {
      if (column.isTarget() && column.cells() instanceof OfWords words) {
        words.close(List.of(), file.getFileName() + " has");
      }
    }
  }

  /** The words that labels are, as numbers if all are numbers, else as the alphabet has them. */
  static List<String> classes(String source, Table table, TargetColumns targets) {
    String name = targets.names().get(0);
    Words words = (Words) table.column(name).orElseThrow().cells();
    List<String> sorted = new ArrayList<>(new TreeSet<>(words.words()));
    if (sorted.stream().allMatch(word -> word.matches("[+-]?[0-9]+([.][0-9]+)?"))) {
      sorted.sort(Comparator.comparing(BigDecimal::new));
    }
    if (sorted.size() < 2) {
      throw new DataException(source + ": column '" + name
          + "': at least two classes wanted, all rows have '" + sorted.get(0)
          + "'; take a column whose labels differ");
    }
    return sorted;
  }

  private List<ColumnProfile> profile(List<Kind> kinds, TargetColumns targets) {
    List<ColumnProfile> profile = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      ColumnCounts cells = counts.get(column);
      Kind kind = kinds.get(column);
      boolean isTarget = targets.names().contains(names.get(column));
      boolean asWords = kind == Kind.CATEGORY || kind == Kind.YES_NO;
      profile.add(new ColumnProfile(
          names.get(column),
          kind,
          isTarget,
          cells.examples(),
          asWords ? cells.empty() : cells.missing(),
          cells.distinctText(),
          isTarget ? targetBecomes(targets) : becomes(kind)));
    }
    return profile;
  }

  static String targetBecomes(TargetColumns targets) {
    return targets.kind() == TargetColumns.Kind.LABELS ? "a class" : "a number";
  }

  static String becomes(Kind kind) {
    return switch (kind) {
      case NUMBER -> "standardised";
      case CATEGORY -> "one-hot";
      case YES_NO -> "0 or 1";
      case BYTE -> "a byte";
      case ID -> "kept as id";
      case SKIP -> "left out";
    };
  }
}
