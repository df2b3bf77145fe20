package dev.pulmu.datasets.table;

import dev.pulmu.datasets.csv.WordList;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.recipe.Cells;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.TargetColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.datavec.api.transform.ColumnType;
import org.datavec.api.transform.metadata.CategoricalMetaData;
import org.datavec.api.transform.metadata.ColumnMetaData;
import org.datavec.api.writable.BooleanWritable;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.FloatWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.LongWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/** A column of a DataVec reader: checks cells by what the schema says, and takes them in. */
final class DataVecColumn {
  static final Set<ColumnType> NUMBERS =
      Set.of(ColumnType.Double, ColumnType.Float, ColumnType.Integer, ColumnType.Long);

  private static final int EXAMPLES = 3;
  private static final int MOST_COUNTED = 256;

  private final ColumnMetaData meta;
  private final Kind kind;
  private final boolean isTarget;
  private final DoubleStream.Builder numbers = DoubleStream.builder();
  private final IntStream.Builder codes = IntStream.builder();
  private final WordList words = new WordList();
  private long rows;
  private long missing;

  DataVecColumn(ColumnMetaData meta, Kind kind, boolean isTarget) {
    this.meta = meta;
    this.kind = kind;
    this.isTarget = isTarget;
  }

  String name() {
    return meta.getName();
  }

  /** What becomes of the cells so far: where all are missing, nothing. */
  Kind kind() {
    return isEmpty() ? Kind.SKIP : kind;
  }

  boolean isTarget() {
    return isTarget;
  }

  boolean isEmpty() {
    return rows > 0 && missing == rows && kind != Kind.ID;
  }

  /** What is wanted instead of a cell that does not fit. */
  Optional<String> refusal(Writable cell, Missing rule) {
    if (kind == Kind.SKIP) {
      return Optional.empty();
    }
    Object value = value(cell);
    boolean fits = isMissing(value) ? mayMiss(rule) : isOfType(value) && isOfKind(value);
    return fits ? Optional.empty() : Optional.of(wanted());
  }

  private boolean mayMiss(Missing rule) {
    boolean isWord = kind == Kind.CATEGORY || kind == Kind.ID;
    return !isTarget && kind != Kind.BYTE && (isWord || rule != Missing.REFUSE);
  }

  /** Whether a row lacks what a network cannot do without. */
  boolean isLackedBy(Writable cell) {
    return (kind == Kind.NUMBER || kind == Kind.YES_NO) && isMissing(value(cell));
  }

  void add(Writable cell) {
    if (kind == Kind.SKIP) {
      return;
    }
    Object value = value(cell);
    boolean isMissing = isMissing(value);
    rows++;
    missing += isMissing ? 1 : 0;
    if (hasNumbers()) {
      numbers.add(isMissing ? Double.NaN : Cells.number(value));
    } else {
      codes.add(words.code(isMissing ? "" : word(value)));
    }
  }

  /** All cells; to be asked once, at the end. */
  Table.Cells cells() {
    return hasNumbers()
        ? new Numbers(numbers.build().toArray())
        : new Words(codes.build().toArray(), words.words());
  }

  ColumnProfile profile(TargetColumns targets, Optional<Table.Cells> cells) {
    List<String> different = cells.map(DataVecColumn::different).orElse(List.of());
    return new ColumnProfile(
        name(),
        kind(),
        isTarget,
        different.subList(0, Math.min(EXAMPLES, different.size())),
        missing,
        different.size() > MOST_COUNTED ? ">" + MOST_COUNTED : Integer.toString(different.size()),
        isTarget ? TableReading.targetBecomes(targets) : TableReading.becomes(kind()));
  }

  private static List<String> different(Table.Cells cells) {
    return cells instanceof Numbers all
        ? Arrays.stream(all.values())
            .filter(value -> !Double.isNaN(value))
            .distinct()
            .limit(MOST_COUNTED + 1)
            .mapToObj(Cells::word)
            .toList()
        : ((Words) cells)
            .words().stream()
                .filter(word -> !word.isEmpty())
                .limit(MOST_COUNTED + 1)
                .toList();
  }

  private boolean hasNumbers() {
    return kind == Kind.NUMBER || kind == Kind.BYTE;
  }

  /** A cell as a number, text or truth value; null where there is none, itself where it is more. */
  private Object value(Writable cell) {
    return switch (cell.getType()) {
      case Null -> null;
      case Boolean -> ((BooleanWritable) cell).get();
      case Double, Float -> cell.toDouble();
      case Byte, Int, Long -> cell.toLong();
      case Text -> truth(cell.toString().strip());
      default -> cell;
    };
  }

  private Object truth(String text) {
    boolean isTruth = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    return meta.getColumnType() == ColumnType.Boolean && isTruth
        ? Boolean.valueOf(text)
        : (Object) text;
  }

  private boolean isMissing(Object value) {
    boolean hasWords =
        meta.getColumnType() == ColumnType.String || meta.getColumnType() == ColumnType.Categorical;
    return hasWords && !hasNumbers() ? Cells.word(value).isEmpty() : Cells.isMissing(value);
  }

  private boolean isOfType(Object value) {
    double number = Cells.number(value);
    return switch (meta.getColumnType()) {
      case Double -> meta.isValid(new DoubleWritable(number));
      case Float -> meta.isValid(new FloatWritable((float) number));
      case Integer -> number == (int) number && meta.isValid(new IntWritable((int) number));
      case Long -> number == (long) number && meta.isValid(new LongWritable((long) number));
      case Boolean -> value instanceof Boolean;
      case Categorical -> states().contains(Cells.word(value));
      case String -> meta.isValid(new Text(Cells.word(value)));
      case Time, Bytes, NDArray -> true;
    };
  }

  private boolean isOfKind(Object value) {
    double number = Cells.number(value);
    return switch (kind) {
      case NUMBER -> Double.isFinite(number);
      case BYTE -> number >= 0 && number <= 255 && number == Math.rint(number);
      case YES_NO ->
        words.size() - (words.words().contains("") ? 1 : 0) < 2
            || words.words().contains(word(value));
      case CATEGORY, ID, SKIP -> !(value instanceof Writable);
    };
  }

  private List<String> states() {
    return ((CategoricalMetaData) meta).getStateNames();
  }

  /** Numbers that are classes are written one way, whatever a text does. */
  private String word(Object value) {
    boolean isNumber = kind == Kind.CATEGORY && NUMBERS.contains(meta.getColumnType());
    return Cells.word(isNumber ? Double.valueOf(Cells.number(value)) : value);
  }

  private String wanted() {
    return switch (kind) {
      case NUMBER -> "a number that fits " + meta;
      case BYTE -> "a whole number from 0 to 255";
      case YES_NO -> "one of two answers that fit " + meta;
      case CATEGORY, ID, SKIP -> "a word that fits " + meta;
    };
  }
}
