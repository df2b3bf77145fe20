package dev.pulmu.recipe;

import dev.pulmu.text.Call;
import java.util.Objects;

/**
 * A column of a table, by what it holds.
 *
 * @param name as the table has it
 */
public record Column(String name, Kind kind) {
  public Column {
    Objects.requireNonNull(kind);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column wants a name, came '" + name + "'");
    }
  }

  /** {@code age:number}. */
  public String text() {
    return name + ":" + Call.word(kind);
  }
}
