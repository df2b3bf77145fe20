package dev.pulmu.text;

import dev.pulmu.names.Names;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes lengths of time as people write them: {@code 30s}, {@code 5min}, {@code 2h}. */
public final class Times {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(s|min|h)");

  private Times() {}

  /**
   * Reads a length of time.
   *
   * @param who who asks, for the message
   * @throws IllegalArgumentException naming who and the text, if it has another form or is nothing
   */
  public static Duration parse(String who, String text) {
    Matcher form = FORM.matcher(Names.plain(text));
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new IllegalArgumentException(
          who + " wants a time, as in 30s, 5min or 2h, came '" + text.strip() + "'");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "min" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** The shortest text that reads back to a time of whole seconds. */
  public static String text(Duration time) {
    long seconds = time.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
  }
}
