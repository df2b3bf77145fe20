package dev.pulmu.backend.cuda;

import dev.pulmu.optimizer.ElementRule;
import java.util.List;
import java.util.Locale;

/** Writes the CUDA header {@code rule.cuh}: an element rule's formula as a device function. */
final class RuleText {
  private RuleText() {}

  /**
   * The function {@code rule}, which moves one parameter and its slots. All its own names begin
   * with pulmu, so that those of the formula are free.
   */
  static String of(ElementRule rule) {
    StringBuilder text = new StringBuilder();
    text.append("#pragma once\n#include \"functions.cuh\"\n\n");
    text.append("__device__ __forceinline__ void rule(float* pulmuAll, long long pulmuCount,\n")
        .append(
            "    long long pulmuAt, float g, const float* pulmuStep, const float* pulmuConstants) {\n");
    numbers(text, rule.perStep(), "pulmuStep");
    numbers(text, List.copyOf(rule.constants().keySet()), "pulmuConstants");
    text.append("  float w = pulmuAll[pulmuAt];\n");
    List<String> slots = rule.slots();
    for (int i = 0; i < slots.size(); i++) {
      text.append(String.format(Locale.ROOT, "  float %s = %s;\n", slots.get(i), slot(i)));
    }
    rule.device().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("  pulmuAll[pulmuAt] = w;\n");
    for (int i = 0; i < slots.size(); i++) {
      text.append(String.format(Locale.ROOT, "  %s = %s;\n", slot(i), slots.get(i)));
    }
    return text.append("}\n").toString();
  }

  private static void numbers(StringBuilder text, List<String> names, String from) {
    for (int i = 0; i < names.size(); i++) {
      text.append(
          String.format(Locale.ROOT, "  const float %s = %s[%d];\n", names.get(i), from, i));
    }
  }

  private static String slot(int index) {
    return "pulmuAll[" + (index + 1) + " * pulmuCount + pulmuAt]";
  }
}
