package dev.pulmu.config;

import dev.pulmu.names.Names;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.recipe.TargetColumns.Kind;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes target columns as text: {@code numbers(a, b)}, {@code labels(species)}, the
 * names alone, {@code species}, where the cells say which of these they are, or {@code none}.
 */
final class TargetsText {
  private static final String NONE = "none";

  private TargetsText() {}

  static Optional<TargetColumns> parse(String text) {
    if (text.equalsIgnoreCase(NONE)) {
      return Optional.empty();
    }
    String[] form = text.split("\\(", 2);
    Kind kind = !text.endsWith(")")
        ? Kind.EITHER
        : switch (Names.plain(form[0])) {
          case "numbers" -> Kind.NUMBERS;
          case "labels" -> Kind.LABELS;
          default -> Kind.EITHER;
        };
    if (kind == Kind.EITHER) {
      return Optional.of(new TargetColumns(kind, Call.list(text)));
    }
    Call call = Call.parse(text);
    List<String> names = call.list();
    call.end();
    return Optional.of(new TargetColumns(kind, names));
  }

  static String text(Optional<TargetColumns> targets) {
    return targets
        .map(columns -> columns.kind() == Kind.EITHER
            ? String.join(",", columns.names())
            : Call.word(columns.kind()) + "(" + String.join(",", columns.names()) + ")")
        .orElse(NONE);
  }

  /** Checks that the text of targets reads back to them: a name may look like something else. */
  static void check(Optional<TargetColumns> targets) {
    String text = text(targets);
    try {
      if (parse(text).equals(targets)) {
        return;
      }
    } catch (IllegalArgumentException readsBackToNothing) {
      // Refused below, like a text that reads back to something else.
    }
    throw new IllegalArgumentException("targets want column names without commas, equals signs and"
        + " single parentheses, came '" + text + "'; rename the column");
  }
}
