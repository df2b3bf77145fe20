package dev.pulmu.search;

import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A parameter that a search can vary: a setting that is a number ({@code weight-decay},
 * {@code batch}, …), or a number in the optimizer's text ({@code rate}, {@code momentum},
 * {@code beta2}, …). The {@code rate} is the one that a schedule is a shape of.
 */
final class Parameter {
  private static final String RATE = "rate";

  /** They decide which rows trials are judged on, which must be the same for all. */
  private static final List<Setting<?>> OF_ROWS =
      List.of(Settings.VALIDATION, Settings.LIMIT, Settings.SEED);

  private Parameter() {}

  /**
   * A configuration with another value of a parameter.
   *
   * @throws IllegalArgumentException if there is no such parameter, naming those that there are, or
   *     the value makes no sense
   */
  static RunConfig set(RunConfig config, String name, String value) {
    if (settings().anyMatch(name::equals)) {
      return config.with(name, value);
    }
    Call optimizer = Call.parse(config.text(Settings.OPTIMIZER));
    if (!keys(optimizer).contains(name)) {
      throw unknown(optimizer, name);
    }
    String text = name.equals(RATE) ? withBase(optimizer.text(RATE, ""), value) : value;
    return config.with(Settings.OPTIMIZER.key(), optimizer.with(name, text));
  }

  /** Whether its values are whole numbers. */
  static boolean isWhole(String name) {
    return Settings.all().stream()
        .anyMatch(setting -> setting.key().equals(name) && setting.isWhole());
  }

  private static IllegalArgumentException unknown(Call optimizer, String name) {
    if (OF_ROWS.stream().anyMatch(setting -> setting.key().equals(name))) {
      return new IllegalArgumentException("it decides which rows trials are"
          + " judged on, which must be the same for all; give it one value with --" + name);
    }
    List<String> known = new ArrayList<>(settings().toList());
    known.addAll(keys(optimizer));
    return Names.unknown("number to search over", name, known);
  }

  private static Stream<String> settings() {
    return Stream.concat(
        Settings.all().stream()
            .filter(setting -> setting.isNumber() && !OF_ROWS.contains(setting))
            .map(Setting::key),
        Stream.of(Settings.DROPOUT.key(), Settings.LABEL_SMOOTHING.key()));
  }

  /** The keys of an optimizer's text that have a number, and its rate. */
  private static List<String> keys(Call optimizer) {
    return optimizer.keys().stream()
        .filter(key -> key.equals(RATE) || isNumber(optimizer.text(key, "")))
        .toList();
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+.eE\\d]*\\d[-+.eE\\d]*");
  }

  /**
   * The text of a rate with another base: a number, or a chain of schedules whose last one has it
   * as its first argument.
   */
  private static String withBase(String rate, String base) {
    if (isNumber(rate)) {
      return base;
    }
    List<String> chain = new ArrayList<>(Call.chain(rate));
    String last = chain.remove(chain.size() - 1);
    chain.add(Call.parse(last).withFirst(base));
    return String.join(" then ", chain);
  }
}
