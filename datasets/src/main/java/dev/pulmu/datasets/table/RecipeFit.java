package dev.pulmu.datasets.table;

import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Fits a recipe on the training rows of a table: no other row has a say in it. */
final class RecipeFit {
  /** Of a thousand training rows, those that a word wants to get a place of its own. */
  private static final double COMMON = 0.001;

  private static final int LEAST = 2;

  /** Places of one column at most, which the most frequent words get. */
  private static final int PLACES = 100;

  private static final Set<String> YES = Set.of("yes", "y", "true", "t", "1", "on", "ja", "oui");

  private final Table table;
  private final int[] train;
  private final Missing missing;

  RecipeFit(Table table, int[] train, Missing missing) {
    this.table = table;
    this.train = train;
    this.missing = missing;
  }

  Recipe recipe(TargetColumns targets) {
    List<Encoding> encodings = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (TypedColumn column : table.columns()) {
      if (column.kind() == Kind.ID) {
        ids.add(column.name());
      } else if (column.kind() != Kind.SKIP && !targets.names().contains(column.name())) {
        encodings.add(encoding(column));
      }
    }
    List<Scale> scales = targets.kind() == TargetColumns.Kind.LABELS
        ? List.of()
        : targets.names().stream()
            .map(name -> targetScale(numbers(table.column(name).orElseThrow())))
            .toList();
    return new Recipe(encodings, ids, targets, scales);
  }

  private Encoding encoding(TypedColumn column) {
    return switch (column.kind()) {
      case NUMBER ->
        new Standardised(
            column.name(), scale(numbers(column)), missing, lacksSome(numbers(column)));
      case CATEGORY -> new OneHot(column.name(), common((Words) column.cells()));
      case YES_NO -> yesNo(column.name(), (Words) column.cells());
      case BYTE -> new AsByte(column.name());
      case ID, SKIP -> throw new IllegalStateException(column.name() + " gives no features");
    };
  }

  private static double[] numbers(TypedColumn column) {
    return ((Numbers) column.cells()).values();
  }

  /**
   * Mean and population deviation of the numbers that are there, in two passes: the second one
   * takes the mean away first, so that large numbers close together keep their digits.
   */
  private Scale scale(double[] values) {
    double[] present = IntStream.of(train)
        .mapToDouble(row -> values[row])
        .filter(v -> !Double.isNaN(v))
        .toArray();
    if (present.length == 0) {
      return new Scale(0, 0);
    }
    double least = present[0];
    double most = present[0];
    double sum = 0;
    for (double value : present) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      sum += value / present.length;
    }
    if (least == most) {
      return new Scale(least, 0);
    }
    double rest = 0;
    double squares = 0;
    for (double value : present) {
      double distance = value - sum;
      rest += distance;
      squares += distance * distance;
    }
    rest /= present.length;
    return new Scale(sum + rest, Math.sqrt(squares / present.length - rest * rest));
  }

  /** Answers to yes-or-no questions stay 0 and 1, as their losses want them. */
  private Scale targetScale(double[] values) {
    boolean areAnswers = IntStream.of(train).allMatch(row -> values[row] == 0 || values[row] == 1);
    Scale scale = areAnswers ? Scale.NONE : scale(values);
    return scale.deviation() == 0 ? new Scale(scale.mean(), 1) : scale;
  }

  private boolean lacksSome(double[] values) {
    return missing == Missing.MEAN
        && IntStream.of(train).anyMatch(row -> Double.isNaN(values[row]));
  }

  private int[] counts(Words words) {
    int[] counts = new int[words.words().size()];
    for (int row : train) {
      counts[words.codes()[row]]++;
    }
    return counts;
  }

  /** The words that are frequent enough, in the order of the alphabet. */
  private List<String> common(Words words) {
    int[] counts = counts(words);
    int wanted = (int) Math.max(LEAST, Math.ceil(COMMON * train.length));
    return IntStream.range(0, counts.length)
        .filter(code -> counts[code] >= wanted)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(code -> -counts[code])
            .thenComparing(words.words()::get))
        .limit(PLACES)
        .map(words.words()::get)
        .sorted()
        .toList();
  }

  private Encoding yesNo(String name, Words words) {
    List<String> answers = new ArrayList<>(
        new TreeSet<>(words.words().stream().filter(w -> !w.isEmpty()).toList()));
    if (YES.contains(answers.get(0).toLowerCase(Locale.ROOT))) {
      answers.add(answers.remove(0));
    }
    String no = answers.get(0);
    String yes = answers.get(answers.size() - 1);
    int[] counts = counts(words);
    int asked = 0;
    int agreed = 0;
    for (int code = 0; code < counts.length; code++) {
      String word = words.words().get(code);
      asked += word.isEmpty() ? 0 : counts[code];
      agreed += word.equalsIgnoreCase(yes) ? counts[code] : 0;
    }
    boolean lacksSome = asked < train.length && missing == Missing.MEAN;
    return new YesNo(name, no, yes, asked == 0 ? 0 : (double) agreed / asked, missing, lacksSome);
  }
}
