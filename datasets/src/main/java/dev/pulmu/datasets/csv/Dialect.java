package dev.pulmu.datasets.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * How a text file writes a table.
 *
 * @param separator between cells: a comma, a semicolon or a tab
 * @param point in numbers: a point or a comma
 * @param header whether the first line names the columns
 * @param announced whether Excel's line {@code sep=;} comes before all others
 */
public record Dialect(byte separator, byte point, boolean header, boolean announced) {
  /** What a person reads of it: {@code semicolons, decimal commas, no line of names}. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add(
        switch (separator) {
          case ';' -> "semicolons";
          case '\t' -> "tabs";
          default -> "commas";
        });
    if (point == ',') {
      parts.add("decimal commas");
    }
    if (!header) {
      parts.add("no line of names");
    }
    return String.join(", ", parts);
  }
}
