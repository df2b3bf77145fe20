package dev.pulmu.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A parsed {@code name(key=value, …)}. Whoever understands the name asks for each key with its
 * default and then calls {@link #end()}, which refuses the keys that nobody asked for: so keys and
 * defaults stand in one place.
 */
public final class Call {
  private final String name;
  private final Map<String, String> arguments;
  private final Set<String> asked = new LinkedHashSet<>();

  private Call(String name, Map<String, String> arguments) {
    this.name = name;
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
      return new Call(checkedName(trimmed, text), Map.of());
    }
    if (!trimmed.endsWith(")")) {
      throw new IllegalArgumentException("'" + text + "' wants a ')' at its end");
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : split(trimmed.substring(open + 1, trimmed.length() - 1), text)) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + text + "': '" + argument.strip() + "' wants the form key=value");
      }
      String key = checkedName(argument.substring(0, equals).strip(), text);
      if (arguments.put(key, argument.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("'" + text + "' gives '" + key + "' twice");
      }
    }
    return new Call(checkedName(trimmed.substring(0, open).strip(), text), arguments);
  }

  public String name() {
    return name;
  }

  /** The argument as text, or the default if it was not given. */
  public String text(String key, String otherwise) {
    asked.add(key);
    return arguments.getOrDefault(key, otherwise);
  }

  /** The argument as a number, or the default if it was not given. */
  public float number(String key, float otherwise) {
    String value = text(key, null);
    return value == null ? otherwise : (float) Numbers.parse(name + ": " + key, value);
  }

  /** The argument as a whole number of at least {@code least}; it must be given. */
  public int whole(String key, int least) {
    String value = text(key, null);
    if (value == null) {
      throw new IllegalArgumentException(name + " wants " + key + "=…, it is not given");
    }
    return (int) Numbers.whole(name + ": " + key, value, least, Integer.MAX_VALUE);
  }

  /** To be called after every known key was asked for. */
  public void end() {
    for (String key : arguments.keySet()) {
      if (!asked.contains(key)) {
        throw new IllegalArgumentException(name + " has no key '" + key + "'; "
            + (asked.isEmpty() ? "it has none" : "known: " + String.join(", ", asked)));
      }
    }
  }

  /** The refusal of a name, naming the known ones. */
  public static IllegalArgumentException unknown(String what, String name, List<String> known) {
    return new IllegalArgumentException(
        "no " + what + " '" + name + "'; known: " + String.join(", ", known));
  }

  /** Splits at the commas that no parenthesis encloses. */
  private static List<String> split(String list, String whole) {
    if (list.isBlank()) {
      return List.of();
    }
    int depth = 0;
    StringBuilder marked = new StringBuilder(list);
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        break;
      }
      if (c == ',' && depth == 0) {
        marked.setCharAt(i, '\n');
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("'" + whole + "': its parentheses do not match");
    }
    return marked.toString().lines().collect(Collectors.toList());
  }

  private static String checkedName(String name, String whole) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
      throw new IllegalArgumentException(
          "'" + whole + "' wants the form name or name(key=value, …)");
    }
    return name;
  }
}
