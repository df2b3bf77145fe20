package dev.pulmu.config;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One setting of a {@link RunConfig}: its name, its default, and how its value is read, written and
 * checked. {@link Settings} has the table of all of them.
 *
 * @param <T> type of its values
 * @param key its name in texts, reports and, after {@code --}, on the command line
 * @param label what a value looks like, for help: {@code N}
 * @param help one sentence for people
 * @param part what it decides
 * @param standard its default
 * @param reader makes a value of a text, or throws IllegalArgumentException
 * @param writer the text of a value, in one line, that reads back to an equal one
 * @param check throws IllegalArgumentException for a value that makes no sense
 */
public record Setting<T>(
    String key,
    String label,
    String help,
    Part part,
    T standard,
    Function<String, T> reader,
    Function<T, String> writer,
    Consumer<T> check) {
  /** What a setting decides. */
  public enum Part {
    /** The network, what moves its weights, or the batch: all that a plan is made of. */
    PLAN,
    /** The data, the device, or how long training goes on. */
    RUN
  }

  /**
   * The value that a text stands for.
   *
   * @throws IllegalArgumentException in one line that says what was wanted and what came
   */
  public T parse(String text) {
    T value = reader.apply(text.strip());
    check.accept(value);
    return value;
  }

  /** Whether it is on or off, so that its name alone turns it on. */
  public boolean isSwitch() {
    return standard instanceof Boolean;
  }

  /** Whether its values are numbers, perhaps with a word for none. */
  public boolean isNumber() {
    return standard instanceof Number || isWhole();
  }

  /** Whether its values are whole numbers of 32 bits, perhaps with a word for none. */
  public boolean isWhole() {
    Object value = standard instanceof Optional<?> optional ? optional.orElse(null) : standard;
    return value instanceof Integer;
  }

  String write(Object value) {
    @SuppressWarnings("unchecked")
    T typed = (T) value;
    return writer.apply(typed);
  }

  /** The same setting, its values checked by the constructor that {@code check} calls. */
  Setting<T> checked(Consumer<T> check) {
    return new Setting<>(key, label, help, part, standard, reader, writer, check);
  }

  static Setting<String> word(String key, String standard, String help) {
    return new Setting<>(
        key, "NAME", help, Part.RUN, standard, Names::plain, Function.identity(), value -> {
          if (!value.matches("\\S+")) {
            throw new IllegalArgumentException(key + " wants a name, came '" + value + "'");
          }
        });
  }

  static Setting<Integer> count(String key, Part part, int standard, String help) {
    return new Setting<>(
        key,
        "N",
        help,
        part,
        standard,
        text -> (int) Numbers.whole(key, text, Integer.MIN_VALUE, Integer.MAX_VALUE),
        Object::toString,
        value -> requireCount(key, value));
  }

  static Setting<Optional<Integer>> optionalCount(
      String key, Optional<Integer> standard, String none, Part part, String help) {
    return new Setting<>(
        key,
        "N",
        help,
        part,
        standard,
        text -> text.equalsIgnoreCase(none)
            ? Optional.empty()
            : Optional.of((int) Numbers.whole(key, text, Integer.MIN_VALUE, Integer.MAX_VALUE)),
        value -> value.map(Object::toString).orElse(none),
        value -> value.ifPresent(count -> requireCount(key, count)));
  }

  static Setting<Float> number(String key, String label, Part part, float standard, String help) {
    return new Setting<>(
        key,
        label,
        help,
        part,
        standard,
        text -> Numbers.parseFloat(key, text),
        Numbers::text,
        value -> {});
  }

  /** Something about the run that may be there or {@code none}. */
  static <T> Setting<Optional<T>> optional(
      String key, String label, String help, Function<String, T> reader, Function<T, String> text) {
    return new Setting<>(
        key,
        label,
        help,
        Part.RUN,
        Optional.empty(),
        given ->
            given.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(reader.apply(given)),
        value -> value.map(text).orElse("none"),
        value -> {});
  }

  /** One of an enum's constants, written small. */
  static <E extends Enum<E>> Setting<E> choice(String key, Part part, E standard, String help) {
    List<E> constants = List.of(standard.getDeclaringClass().getEnumConstants());
    List<String> names = constants.stream().map(Call::word).toList();
    return new Setting<>(
        key,
        "NAME",
        help + ": " + String.join(", ", names) + ".",
        part,
        standard,
        text -> {
          int at = names.indexOf(Names.plain(text));
          if (at < 0) {
            throw Names.unknown(key, text, names);
          }
          return constants.get(at);
        },
        Call::word,
        value -> {});
  }

  static Setting<Boolean> onOff(String key, Part part, boolean standard, String help) {
    List<String> known = List.of("true", "false");
    return new Setting<>(
        key,
        "true|false",
        help,
        part,
        standard,
        text -> {
          if (!known.contains(Names.plain(text))) {
            throw Names.unknown("value of " + key, text, known);
          }
          return Boolean.valueOf(text);
        },
        Object::toString,
        value -> {});
  }

  /** Checks a number that counts something. */
  public static int requireCount(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          key + " wants a whole number of at least 1, came " + value);
    }
    return value;
  }
}
