package dev.pulmu.backend.cuda;

import dev.pulmu.optimizer.ElementRule;
import java.util.List;
import java.util.Locale;

/** Writes the CUDA header {@code rule.cuh}: an element rule's formula as device functions. */
final class RuleText {
  private RuleText() {}

  /**
   * The number {@code NORMS} of norms that the rule takes; the function {@code rule}, which moves
   * one parameter and its slots; and with norms {@code measured}, which moves nothing and says what
   * they are of. All their own names begin with pulmu, so that those of the formula are free.
   */
  static String of(ElementRule rule) {
    StringBuilder text = new StringBuilder("#pragma once\n#include \"functions.cuh\"\n");
    boolean norms = rule.norms() > 0;
    text.append(norms ? "#include \"norm.cuh\"\n\n" : "\n")
        .append("#define NORMS " + rule.norms() + "\n\n")
        .append("__device__ __forceinline__ void rule(float* pulmuAll, long long pulmuCount,\n")
        .append("    long long pulmuAt, float g, const float* pulmuStep,")
        .append(" const float* pulmuConstants,\n")
        .append("    const float* pulmuNorms, bool pulmuDecays) {\n")
        .append("  float w = pulmuAll[pulmuAt];\n");
    formula(text, rule, "Known norm{pulmuNorms}");
    text.append("  pulmuAll[pulmuAt] = w;\n");
    List<String> slots = rule.slots();
    for (int i = 0; i < slots.size(); i++) {
      text.append(String.format(Locale.ROOT, "  %s = %s;\n", slot(i), slots.get(i)));
    }
    text.append("}\n");
    if (norms) {
      text.append("\n__device__ __forceinline__ void measured(const float* pulmuAll,\n")
          .append("    long long pulmuCount, long long pulmuAt, float w, float g,\n")
          .append("    const float* pulmuStep, const float* pulmuConstants, bool pulmuDecays,\n")
          .append("    float* pulmuOf) {\n");
      formula(text, rule, "Measuring norm{pulmuOf}");
      text.append("}\n");
    }
    return text.toString();
  }

  /** The formula, and before it all that it reads but w and g. */
  private static void formula(StringBuilder text, ElementRule rule, String norm) {
    numbers(text, rule.perStep(), "pulmuStep");
    numbers(text, List.copyOf(rule.constants().keySet()), "pulmuConstants");
    List<String> slots = rule.slots();
    for (int i = 0; i < slots.size(); i++) {
      text.append(String.format(Locale.ROOT, "  float %s = %s;\n", slots.get(i), slot(i)));
    }
    if (rule.norms() > 0) {
      text.append("  const float decays = pulmuDecays ? 1.f : 0.f;\n  " + norm + ";\n");
    }
    rule.device().lines().forEach(line -> text.append("  ").append(line).append('\n'));
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
