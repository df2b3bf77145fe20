package dev.pulmu.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A registry of users' own optimizers, activations or losses: by the name in a text it finds the
 * code that reads the rest of it. For any thread.
 *
 * @param <T> optimizers, activations or losses
 */
public final class Readers<T> {
  private final String family;
  private final Supplier<List<String>> builtIn;
  private final Map<String, Function<Call, ? extends T>> byName = new ConcurrentHashMap<>();

  /**
   * An empty registry.
   *
   * @param family what one of it is called: {@code optimizer}
   * @param builtIn the names that no user's can have
   */
  public Readers(String family, Supplier<List<String>> builtIn) {
    this.family = family;
    this.builtIn = builtIn;
  }

  /**
   * Adds a reader, or puts it in the place of an earlier one of this name.
   *
   * @param reader makes a value of its text; it need not call {@link Call#end}
   * @throws IllegalArgumentException if the name is no name in small letters, or Pulmu's own
   */
  public void register(String name, Function<Call, ? extends T> reader) {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException("the name of your " + family
          + " wants small letters, digits and dashes, came '" + name + "'");
    }
    if (builtIn.get().contains(name)) {
      throw new IllegalArgumentException(
          family + " '" + name + "' comes with Pulmu; take another name for yours");
    }
    byName.put(name, reader);
  }

  /** The value that a call stands for, if a reader is registered under its name. */
  public Optional<T> find(Call call) {
    return Optional.ofNullable(byName.get(call.name())).map(reader -> reader.apply(call));
  }

  /** All names of the family: those of Pulmu, then the user's. */
  public List<String> names() {
    return Stream.concat(builtIn.get().stream(), byName.keySet().stream().sorted())
        .toList();
  }
}
