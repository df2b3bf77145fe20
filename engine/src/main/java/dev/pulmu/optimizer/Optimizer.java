package dev.pulmu.optimizer;

import dev.pulmu.text.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A way to move weights towards a smaller loss: a value that prints as the text it was read from.
 */
public interface Optimizer {
  /** The canonical text; {@link #parse} reads it back to an equal value. */
  String text();

  /**
   * Reads an optimizer: {@code adam}, {@code sgd(rate=0.1)}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Optimizer parse(String text) {
    Call call = Call.parse(text);
    Function<Call, Optimizer> reader = known().get(call.name());
    if (reader == null) {
      throw Call.unknown("optimizer", call.name(), names());
    }
    Optimizer optimizer = reader.apply(call);
    call.end();
    return optimizer;
  }

  /** The names that {@link #parse} knows. */
  static List<String> names() {
    return List.copyOf(known().keySet());
  }

  private static Map<String, Function<Call, Optimizer>> known() {
    Map<String, Function<Call, Optimizer>> known = new LinkedHashMap<>();
    known.put("sgd", Sgd::read);
    known.put("adam", Adam::read);
    return known;
  }
}
