package dev.pulmu.config;

import java.util.function.BiFunction;

/**
 * A key that changes a part of a setting's value, so that the rest of it need not be written out.
 * Configurations and reports show the setting alone.
 *
 * @param <T> type of the setting's values
 * @param key its name in texts and, after {@code --}, on the command line
 * @param label what a value looks like, for help
 * @param help one sentence for people
 * @param of the setting
 * @param change makes the setting's new value of the old one and a text, or throws
 *     IllegalArgumentException
 */
public record Shorthand<T>(
    String key, String label, String help, Setting<T> of, BiFunction<T, String, T> change) {
  RunConfig apply(RunConfig config, String text) {
    return config.with(of, change.apply(config.get(of), text.strip()));
  }
}
