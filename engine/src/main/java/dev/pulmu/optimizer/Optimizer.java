package dev.pulmu.optimizer;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A rule by which training moves weights towards a smaller loss: a value that prints as the text it
 * was read from.
 */
public sealed interface Optimizer permits ElementRule, FullBatch {
  /** The canonical text, which says everything; {@link #parse} reads it back to an equal value. */
  String text();

  /** Calls the function for optimizers of this kind and returns its result. */
  <R> R match(Function<ElementRule, R> rule, Function<FullBatch, R> method);

  /**
   * Reads an optimizer: {@code adam}, {@code sgd(rate=0.1)}. What is not said is as in
   * {@link Dialect#PAPER}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Optimizer parse(String text) {
    return parse(text, Dialect.PAPER);
  }

  /**
   * Reads an optimizer whose defaults are those of a dialect; full-batch methods have one default
   * in all of them.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Optimizer parse(String text, Dialect dialect) {
    Call call = Call.parse(text);
    BiFunction<Call, Dialect, Optimizer> reader = known().get(call.name());
    Optimizer optimizer = reader != null
        ? reader.apply(call, dialect)
        : OwnRules.READERS
            .find(call)
            .orElseThrow(() -> Names.unknown("optimizer", call.name(), OwnRules.READERS.names()));
    call.end();
    return optimizer;
  }

  /** The names of the optimizers that come with Pulmu. */
  static List<String> names() {
    return List.copyOf(known().keySet());
  }

  private static Map<String, BiFunction<Call, Dialect, Optimizer>> known() {
    Map<String, BiFunction<Call, Dialect, Optimizer>> known = new LinkedHashMap<>();
    known.put("sgd", (call, dialect) -> Sgd.read(call, dialect.sgd));
    known.put("momentum", (call, dialect) -> Momentum.read(call, dialect.momentum));
    known.put("nesterov", (call, dialect) -> Nesterov.read(call, dialect.nesterov));
    known.put("adagrad", (call, dialect) -> AdaGrad.read(call, dialect.adaGrad));
    known.put("rmsprop", (call, dialect) -> RmsProp.read(call, dialect.rmsProp));
    known.put("adam", (call, dialect) -> Adam.read(call, dialect.adam));
    known.put("adamw", (call, dialect) -> AdamW.read(call, dialect.adamW));
    known.put("lamb", (call, dialect) -> Lamb.read(call));
    known.put("lbfgs", (call, dialect) -> Lbfgs.read(call));
    known.put("newton-cg", (call, dialect) -> NewtonCg.read(call));
    return known;
  }
}
