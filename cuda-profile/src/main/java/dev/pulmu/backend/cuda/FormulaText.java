package dev.pulmu.backend.cuda;

import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Loss;
import dev.pulmu.network.LossVisitor;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.Map;

/** Writes the CUDA headers that have the formulas of activations and losses as device functions. */
final class FormulaText {
  private static final String BEGIN = "#pragma once\n#include \"functions.cuh\"\n\n";

  private FormulaText() {}

  /** The header {@code activation.cuh}: {@code activate(x)} and {@code activation_slope(x)}. */
  static Map<String, String> of(ElementFunction activation) {
    String device = activation.device();
    return Map.of(
        "activation.cuh",
        BEGIN
            + function("activate", "float x", device, "y", "slope")
            + function("activation_slope", "float x", device, "slope", "y"));
  }

  /**
   * The header {@code row_loss.cuh}: the file of the loss's family, and before it what that needs.
   */
  static Map<String, String> of(Loss loss) {
    return Map.of("row_loss.cuh", loss.accept(new LossVisitor<String>() {
      @Override
      public String softmax(SoftmaxCrossEntropy softmax) {
        return "#pragma once\n#include \"softmax.cuh\"\n";
      }

      @Override
      public String elements(ElementLoss elements) {
        String device = elements.device();
        return BEGIN
            + function("loss_term", "float x, float t", device, "term", "slope")
            + function("loss_slope", "float x, float t", device, "slope", "term")
            + "#include \"terms.cuh\"\n";
      }
    }));
  }

  private static String function(
      String name, String arguments, String device, String result, String other) {
    StringBuilder text = new StringBuilder("__device__ __forceinline__ float ")
        .append(name + "(" + arguments + ") {\n")
        .append("  float " + result + ";\n")
        .append("  float " + other + ";\n");
    device.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("  return " + result + ";\n}\n\n").toString();
  }
}
