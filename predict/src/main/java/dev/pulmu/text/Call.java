package dev.pulmu.text;

import dev.pulmu.names.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A parsed {@code name(value, …, key=value, …)}, its name and keys in lower case. The code that
 * knows the name asks for each key with its default and then calls {@link #end()}, which refuses
 * keys that were not asked for: so keys and defaults stand in one place. Few names take values
 * without a key; those come first, and {@link #first} or {@link #list} asks for them.
 */
public final class Call {
  private final String whole;
  private final String name;
  private final List<String> positional;
  private final Map<String, String> arguments;
  private final Set<String> asked = new LinkedHashSet<>();
  private int taken;

  private Call(String whole, String name, List<String> positional, Map<String, String> arguments) {
    this.whole = whole;
    this.name = name;
    this.positional = positional;
    this.arguments = arguments;
  }

  /**
   * Reads a call; a bare name is a call without arguments.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static Call parse(String text) {
    String trimmed = text.strip();
    int open = trimmed.indexOf('(');
    if (open < 0) {
      return new Call(text, checkedName(trimmed, text), List.of(), Map.of());
    }
    if (!trimmed.endsWith(")")) {
      throw new IllegalArgumentException("'" + text + "' wants a ')' at its end");
    }
    List<String> positional = new ArrayList<>();
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : split(trimmed.substring(open + 1, trimmed.length() - 1), ",", text)) {
      int equals = argument.indexOf('=');
      int inner = argument.indexOf('(');
      if (equals < 0 || inner >= 0 && inner < equals) {
        if (!arguments.isEmpty()) {
          throw wantsKey(text, argument.strip());
        }
        positional.add(argument.strip());
        continue;
      }
      String key = checkedName(argument.substring(0, equals).strip(), text);
      if (arguments.put(key, argument.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("'" + text + "' gives '" + key + "' twice");
      }
    }
    return new Call(
        text, checkedName(trimmed.substring(0, open).strip(), text), positional, arguments);
  }

  /**
   * The calls of a chain, {@code warmup(500) then cosine}: a text split at each word {@code then}
   * that no parenthesis encloses.
   */
  public static List<String> chain(String text) {
    return split(text, "(?i)\\sthen\\s", text).stream().map(String::strip).toList();
  }

  /** The parts of a text between the commas that no parenthesis encloses. */
  public static List<String> list(String text) {
    return split(text, ",", text).stream().map(String::strip).toList();
  }

  /** The calls of a text that stand one behind the other, {@code dense(100) relu}. */
  public static List<String> words(String text) {
    return split(text.strip(), "\\s+(?![\\s(])", text);
  }

  /** The name of what a text calls. */
  public static String nameOf(String text) {
    return parse(text).name;
  }

  public String name() {
    return name;
  }

  /** The keys that are given, in their order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(arguments.keySet());
  }

  /** The text of this call with another value of one key; a new key comes last. */
  public String with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(arguments);
    changed.put(key, value);
    return text(positional, changed);
  }

  /** The text of this call with another first argument, which has no key. */
  public String withFirst(String value) {
    List<String> changed = new ArrayList<>(positional);
    changed.remove(0);
    changed.add(0, value);
    return text(changed, arguments);
  }

  private String text(List<String> list, Map<String, String> keys) {
    Stream<String> pairs = keys.entrySet().stream().map(key -> key.getKey() + "=" + key.getValue());
    return Stream.concat(list.stream(), pairs).collect(Collectors.joining(", ", name + "(", ")"));
  }

  /** The argument as text, or the default if it was not given. */
  public String text(String key, String otherwise) {
    asked.add(key);
    return arguments.getOrDefault(key, otherwise);
  }

  /**
   * The argument that may stand first without its key: {@code cosine(0.1)} is
   * {@code cosine(rate=0.1)}.
   */
  public String first(String key, String otherwise) {
    String value = text(key, null);
    if (positional.isEmpty()) {
      return value == null ? otherwise : value;
    }
    if (value != null) {
      throw new IllegalArgumentException("'" + whole + "' gives '" + key + "' twice");
    }
    taken = 1;
    return positional.get(0);
  }

  /** All arguments without a key, for a name that takes a list. */
  public List<String> list() {
    taken = positional.size();
    return List.copyOf(positional);
  }

  /** The argument as one of an enum's constants, written small, or the default. */
  public <E extends Enum<E>> E choice(String key, E otherwise) {
    String value = text(key, null);
    if (value == null) {
      return otherwise;
    }
    E[] constants = otherwise.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (word(constant).equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw wantsOneOf(key, value, Arrays.stream(constants).map(Call::word).toList());
  }

  /** A constant as {@link #choice} reads it. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The argument as {@code true} or {@code false}, or the default. */
  public boolean flag(String key, boolean otherwise) {
    String value = Names.plain(text(key, String.valueOf(otherwise)));
    if (!value.equals("true") && !value.equals("false")) {
      throw wantsOneOf(key, value, List.of("true", "false"));
    }
    return value.equals("true");
  }

  /** The argument as a number in double, or the default if it was not given. */
  public double real(String key, double otherwise) {
    String value = text(key, null);
    return value == null ? otherwise : Numbers.parse(name + ": " + key, value);
  }

  /** The argument as a number, or the default if it was not given. */
  public float number(String key, float otherwise) {
    String value = text(key, null);
    return value == null ? otherwise : Numbers.parseFloat(name + ": " + key, value);
  }

  /** The argument as a whole number of at least {@code least}; it must be given. */
  public int whole(String key, int least) {
    String value = text(key, null);
    if (value == null) {
      throw new IllegalArgumentException(name + " wants " + key + "=…, it is not given");
    }
    return (int) Numbers.whole(name + ": " + key, value, least, Integer.MAX_VALUE);
  }

  /** The argument as a whole number of at least {@code least}, or the default. */
  public int whole(String key, int otherwise, int least) {
    return text(key, null) == null ? otherwise : whole(key, least);
  }

  /** To be called after every known key was asked for. */
  public void end() {
    if (taken < positional.size()) {
      throw wantsKey(whole, positional.get(taken));
    }
    for (String key : arguments.keySet()) {
      if (!asked.contains(key)) {
        throw new IllegalArgumentException(name + " has no key '" + key + "'; "
            + (asked.isEmpty() ? "it has none" : Names.known(key, asked)));
      }
    }
  }

  private IllegalArgumentException wantsOneOf(String key, String came, List<String> known) {
    return new IllegalArgumentException(String.format(
        Locale.ROOT,
        "%s: %s wants one of %s, came '%s'",
        name,
        key,
        String.join(", ", known),
        came));
  }

  private static IllegalArgumentException wantsKey(String whole, String argument) {
    return new IllegalArgumentException(
        "'" + whole + "': '" + argument + "' wants the form key=value");
  }

  /** Splits at the separators that no parenthesis encloses. */
  private static List<String> split(String list, String separator, String whole) {
    if (list.isBlank()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    Matcher matcher = Pattern.compile("[()]|" + separator).matcher(list);
    int depth = 0;
    int start = 0;
    while (depth >= 0 && matcher.find()) {
      switch (matcher.group()) {
        case "(" -> depth++;
        case ")" -> depth--;
        default -> {
          if (depth == 0) {
            parts.add(list.substring(start, matcher.start()));
            start = matcher.end();
          }
        }
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("'" + whole + "': its parentheses do not match");
    }
    if (start < list.length()) {
      parts.add(list.substring(start));
    }
    return parts;
  }

  private static String checkedName(String name, String whole) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
      throw new IllegalArgumentException(
          "'" + whole + "' wants the form name or name(key=value, …)");
    }
    return Names.plain(name);
  }
}
