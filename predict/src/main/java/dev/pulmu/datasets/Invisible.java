package dev.pulmu.datasets;

import java.util.Locale;

/** Characters that nobody sees: hard spaces of web pages, marks of width zero. */
public final class Invisible {
  private Invisible() {}

  /** What to say of a text: nothing, or the first invisible character in it. */
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

  /** A text as it looks. */
  static String without(String text) {
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
