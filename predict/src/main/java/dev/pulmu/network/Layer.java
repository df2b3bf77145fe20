package dev.pulmu.network;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.List;

/** One layer of a network; each prints as the text that describes it. */
public sealed interface Layer permits Dense, BatchNorm, ElementFunction, Dropout {
  /** For people, settings and files: {@code dense(100, init=he)}, {@code relu}. */
  String text();

  /** Calls the visitor's method for layers of this kind. */
  <R> R accept(LayerVisitor<R> visitor);

  /**
   * Reads the text of a layer that follows a dense one; {@link Architecture} reads those.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Layer parse(String text) {
    Call call = Call.parse(text);
    Layer layer = switch (call.name()) {
      case Dense.NAME ->
        throw new IllegalArgumentException(
            "'" + text + "' begins a block of its own; put a comma before it");
      case "batch-norm" -> BatchNorm.read(call);
      case "dropout" -> Dropout.read(call);
      default ->
        Activation.known(call.name())
            .map(ElementFunction.class::cast)
            .or(() -> Own.ACTIVATIONS.find(call))
            .orElseThrow(() -> {
              List<String> known = new ArrayList<>(List.of("batch-norm", "dropout"));
              known.addAll(Own.ACTIVATIONS.names());
              return Names.unknown("layer", call.name(), known);
            });
    };
    call.end();
    return layer;
  }
}
