package dev.pulmu.config;

import dev.pulmu.names.Names;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Kind;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the kinds of columns as text: {@code age:number,cabin:skip}, or {@code none}.
 */
final class ColumnsText {
  private static final String NONE = "none";

  private ColumnsText() {}

  static List<Column> parse(String text) {
    if (text.equalsIgnoreCase(NONE)) {
      return List.of();
    }
    if (text.indexOf(':') < 0) {
      return parse(content(Path.of(text)));
    }
    List<Column> columns = new ArrayList<>();
    for (String part : Call.list(text.replaceAll("\\R", ","))) {
      if (part.isEmpty()) {
        continue;
      }
      int colon = part.lastIndexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "columns want the form name:kind,name:kind, came '" + part + "'");
      }
      columns.add(new Column(part.substring(0, colon).strip(), kind(part.substring(colon + 1))));
    }
    return columns;
  }

  private static String content(Path file) {
    try {
      String content = Files.readString(file);
      if (content.indexOf(':') >= 0) {
        return content;
      }
    } catch (IOException none) {
      // refused below, as a file with nothing in it is
    }
    throw new IllegalArgumentException(
        "columns want the form name:kind,name:kind, or a file of such lines, came '" + file + "'");
  }

  private static Kind kind(String word) {
    List<String> known = Stream.of(Kind.values()).map(Call::word).toList();
    int at = known.indexOf(Names.plain(word));
    if (at < 0) {
      throw Names.unknown("kind of column", word.strip(), known);
    }
    return Kind.values()[at];
  }

  static String text(List<Column> columns) {
    return columns.isEmpty()
        ? NONE
        : columns.stream().map(Column::text).collect(Collectors.joining(","));
  }

  /** Checks that the text of columns reads back to them, and that each is named once. */
  static void check(List<Column> columns) {
    long names = columns.stream().map(Column::name).distinct().count();
    if (names < columns.size()) {
      throw new IllegalArgumentException("columns name one twice, came '" + text(columns) + "'");
    }
    if (!parse(text(columns)).equals(columns)) {
      throw new IllegalArgumentException("columns want names without commas and parentheses, came '"
          + text(columns) + "'; rename the column");
    }
  }
}
