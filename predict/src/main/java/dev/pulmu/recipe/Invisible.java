package dev.pulmu.recipe;

import java.util.Locale;

/**
 * Finds characters that nobody sees, such as non-breaking spaces and marks of width zero, so that
 * messages about a cell or a name can point them out.
 */
public final class Invisible {
  private Invisible() {}

  /**
   * A note for a message about the text: it names the first invisible character; empty where there
   * is none.
   */
  public static String note(String text) {
    return text.codePoints()
        .filter(Invisible::is)
        .mapToObj(c -> String.format(
            Locale.ROOT,
            " with a %s (U+%04X) in it, which nobody sees",
            Character.getName(c).toLowerCase(Locale.ROOT),
            c))
        .findFirst()
        .orElse("");
  }

  /** The text without its invisible characters. */
  public static String without(String text) {
    return text.codePoints()
        .filter(c -> !is(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean is(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }
}
