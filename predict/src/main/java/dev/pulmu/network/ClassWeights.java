package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads and writes the {@code weights} of a loss: how much each class or question counts, one
 * number an output; an empty list: all weigh 1.
 */
public final class ClassWeights {
  private ClassWeights() {}

  /**
   * Reads weights, as in {@code 1:0.5:2}.
   *
   * @throws IllegalArgumentException if one is no number
   */
  public static List<Float> parse(String text) {
    return Arrays.stream(text.split(":", -1))
        .map(weight -> Numbers.parseFloat("a class weight", weight))
        .toList();
  }

  /** The key {@code weights} of a loss, none if it is not said. */
  static List<Float> read(Call call) {
    String text = call.text("weights", null);
    return text == null ? List.of() : parse(text);
  }

  /** What {@link #read} reads back: {@code weights=1:0.5:2}, or nothing for none. */
  static String text(List<Float> weights) {
    return weights.isEmpty()
        ? ""
        : weights.stream().map(Numbers::text).collect(Collectors.joining(":", "weights=", ""));
  }

  /** A copy of numbers of at least 0 that are not all 0. */
  static List<Float> checked(List<Float> weights) {
    List<Float> copy = List.copyOf(weights);
    for (float weight : copy) {
      if (!(weight >= 0) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "a class weight is a number of at least 0, came " + Numbers.text(weight));
      }
    }
    if (!copy.isEmpty() && copy.stream().noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException("class weights want one above 0, came only zeros");
    }
    return copy;
  }

  static void checkCount(List<Float> weights, Targets targets, int outputs) {
    if (!weights.isEmpty() && weights.size() != outputs) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "there are %d class weights for %d %s; give one for each",
          weights.size(),
          outputs,
          targets.match(labels -> "classes", values -> "questions")));
    }
  }
}
