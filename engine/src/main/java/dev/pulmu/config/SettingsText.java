package dev.pulmu.config;

import dev.pulmu.names.Names;
import dev.pulmu.network.Activation;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the settings of a {@link RunConfig} as text: lines of {@code key = value}. */
final class SettingsText {
  private SettingsText() {}

  /**
   * Reads lines.
   *
   * @param otherwise what holds for settings that they do not name
   * @param unsaid the format of lines that say none
   */
  static RunConfig read(String text, RunConfig otherwise, int unsaid) {
    return of(lines(text), otherwise, unsaid);
  }

  /** Reads texts by their keys. */
  static RunConfig read(Map<String, String> written, RunConfig otherwise, int unsaid) {
    Map<String, Line> lines = new LinkedHashMap<>();
    written.forEach((key, value) -> lines.put(key, new Line(0, key, value)));
    return of(lines, otherwise, unsaid);
  }

  private static Map<String, Line> lines(String text) {
    Map<String, Line> lines = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "line " + number + ": '" + line + "' wants the form key = value");
      }
      String key = Names.plain(line.substring(0, equals));
      Line before = lines.putIfAbsent(key, new Line(number, key, line.substring(equals + 1)));
      if (before != null) {
        throw new IllegalArgumentException(
            "line " + number + ": '" + key + "' was given in line " + before.number + " already");
      }
    }
    return lines;
  }

  private static RunConfig of(Map<String, Line> lines, RunConfig otherwise, int unsaid) {
    Line said = lines.remove(RunConfig.FORMAT_KEY);
    int format = said == null
        ? unsaid
        : (int) Numbers.whole(
            "the format of settings", said.value, RunConfig.FIRST_FORMAT, RunConfig.FORMAT);
    RunConfig config = otherwise;
    for (Line line : lines.values()) {
      if (Settings.shorthand(line.key).isEmpty()) {
        config = line.apply(config, format);
      }
    }
    // A shorthand changes what its setting says, wherever that stands, and perhaps another one
    for (Shorthand<?> shorthand : Settings.shorthands()) {
      if (lines.containsKey(shorthand.key())) {
        config = lines.get(shorthand.key()).apply(config, format);
      }
    }
    return config;
  }

  /** @param number counted from 1; 0 for what has no lines */
  private record Line(int number, String key, String value) {
    RunConfig apply(RunConfig config, int format) {
      boolean renamed = format == RunConfig.FIRST_FORMAT && key.equals(Settings.ACTIVATION.key());
      try {
        return config.with(key, renamed ? Activation.ofFirstFormat(value.strip()) : value);
      } catch (IllegalArgumentException e) {
        throw number == 0
            ? e
            : new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
  }
}
