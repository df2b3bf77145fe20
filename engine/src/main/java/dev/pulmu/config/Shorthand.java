package dev.pulmu.config;

import java.util.function.BiFunction;

/**
 * A key that changes one part of a setting's value, such as {@code dropout} of {@code network}, so
 * that the rest of it need not be written out. Configurations and reports show the setting alone.
 *
 * @param <T> type of the setting's values
 * @param key its name in texts and, after {@code --}, on the command line
 * @param label what a value looks like, for help
 * @param help one sentence for people
 * @param isSwitch whether it is on or off, so that its name alone turns it on
 * @param of the setting
 * @param change makes the setting's new value of the old one and a text, or throws
 *     IllegalArgumentException
 */
public record Shorthand<T>(
    String key,
    String label,
    String help,
    boolean isSwitch,
    Setting<T> of,
    BiFunction<T, String, T> change) {
  /**
   * A shorthand for a part that could be a setting of its own.
   *
   * @param change makes the whole's new value of the old one and a value of the part
   */
  static <T, P> Shorthand<T> of(Setting<P> part, Setting<T> whole, BiFunction<T, P, T> change) {
    return new Shorthand<>(
        part.key(),
        part.label(),
        part.help() + " Default: " + part.write(part.standard()),
        part.isSwitch(),
        whole,
        (value, text) -> change.apply(value, part.parse(text)));
  }

  RunConfig apply(RunConfig config, String text) {
    return config.with(of, change.apply(config.get(of), text.strip()));
  }
}
