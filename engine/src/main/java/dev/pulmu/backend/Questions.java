package dev.pulmu.backend;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.names.Names;
import dev.pulmu.plan.Block;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a session may be asked, checked alike on every backend. */
public final class Questions {
  private Questions() {}

  /**
   * How many columns each of these activations has.
   *
   * @param taps {@code logits}, or a block's name for what it puts out
   * @throws IllegalArgumentException for one that is not in the plan, naming those that are
   */
  public static Map<String, Integer> columns(Plan plan, List<String> taps) {
    Map<String, Integer> known = new LinkedHashMap<>();
    for (Block block : plan.blocks()) {
      known.put(block.name(), block.outputs());
    }
    known.put("logits", plan.network().outputs());
    Map<String, Integer> asked = new LinkedHashMap<>();
    for (String tap : taps) {
      if (!known.containsKey(tap)) {
        throw Names.unknown("activation", tap, List.copyOf(known.keySet()));
      }
      asked.put(tap, known.get(tap));
    }
    return asked;
  }

  /**
   * The rows of a split that is to be evaluated.
   *
   * @throws IllegalArgumentException if it has none, or the plan keeps no average and it is asked
   *     for
   */
  public static int[] rows(Plan plan, Dataset data, Split split, Weights weights) {
    if (weights == Weights.EMA && plan.tensors(Role.EMA).isEmpty()) {
      throw new IllegalArgumentException(
          "this plan keeps no average of its weights; plan it with Update.withEma");
    }
    int[] rows = data.rows(split);
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "data set '" + data.name() + "' has no " + split + " rows to evaluate");
    }
    return rows;
  }
}
