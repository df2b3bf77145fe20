package dev.pulmu.optimizer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A rule's device text at work on floats, its twins {@code host} and {@code measure} not asked:
 * with some functions added the text is Java too, so the JDK's own compiler makes it run.
 */
final class DeviceText {
  private static final Map<String, Class<?>> COMPILED = new HashMap<>();

  private final ElementRule rule;
  private final Method step;

  /** Compiles the texts of these rules, in one go, since a compiler takes its time. */
  static List<DeviceText> compile(List<? extends ElementRule> rules, Path directory)
      throws IOException, ReflectiveOperationException {
    StringBuilder source = new StringBuilder("""
        public class Texts {
          static float sqrtf(float x) { return (float) Math.sqrt(x); }
          static float fabsf(float x) { return Math.abs(x); }
          static float fmaxf(float x, float y) { return Math.max(x, y); }
          static float fminf(float x, float y) { return Math.min(x, y); }
          static float select(float c, float a, float b) { return c <= 0 ? b : a; }
          static float[] norms, of;
          static int next;
          static float norm(float x) { of[next] = x; return norms[next++]; }
        """);
    for (int i = 0; i < rules.size(); i++) {
      append(source, rules.get(i), "rule" + i);
    }
    Class<?> compiled = COMPILED.get(source.append("}\n").toString());
    if (compiled == null) {
      compiled = compile(source.toString(), directory);
      COMPILED.put(source.toString(), compiled);
    }
    List<DeviceText> texts = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Class<?>[] arguments = {
        float[].class, float.class, float[].class, float[].class, float[].class, float[].class
      };
      texts.add(new DeviceText(rules.get(i), compiled.getMethod("rule" + i, arguments)));
    }
    return texts;
  }

  private static Class<?> compile(String source, Path directory)
      throws IOException, ReflectiveOperationException {
    Path file = directory.resolve("Texts.java");
    Files.writeString(file, source);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac.run(null, null, null, "-proc:none", "-d", directory.toString(), file.toString())
        != 0) {
      throw new AssertionError("not Java:\n" + source);
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      return loader.loadClass("Texts");
    }
  }

  private static void append(StringBuilder source, ElementRule rule, String method) {
    source
        .append("public static void ")
        .append(method)
        .append("(float[] weight, float g, float[] slots, float[] numbers,")
        .append(" float[] knownNorms, float[] ofWhat) {\n")
        .append("norms = knownNorms; of = ofWhat; next = 0;\n")
        .append("float w = weight[0];\n");
    List<String> slots = rule.slots();
    for (int i = 0; i < slots.size(); i++) {
      source.append(String.format(Locale.ROOT, "float %s = slots[%d];\n", slots.get(i), i));
    }
    List<String> numbers = new ArrayList<>(rule.perStep());
    numbers.addAll(rule.constants().keySet());
    if (rule.norms() > 0) {
      numbers.add("decays");
    }
    for (int i = 0; i < numbers.size(); i++) {
      source.append(
          String.format(Locale.ROOT, "final float %s = numbers[%d];\n", numbers.get(i), i));
    }
    source.append(rule.device()).append("\nweight[0] = w;\n");
    for (int i = 0; i < slots.size(); i++) {
      source.append(String.format(Locale.ROOT, "slots[%d] = %s;\n", i, slots.get(i)));
    }
    source.append("}\n");
  }

  private DeviceText(ElementRule rule, Method step) {
    this.rule = rule;
    this.step = step;
  }

  ElementRule rule() {
    return rule;
  }

  /** Moves one weight that weight decay is for; its slots change in place. */
  float step(float w, float g, float[] slots, float[] perStep, float[] norms) {
    float[] weight = {w};
    run(weight, g, slots, perStep, norms, new float[norms.length]);
    return weight[0];
  }

  /** What the rule takes norms of. */
  float[] measured(float w, float g, float[] slots, float[] perStep) {
    float[] of = new float[rule.norms()];
    run(new float[] {w}, g, slots.clone(), perStep, new float[of.length], of);
    return of;
  }

  private void run(
      float[] weight, float g, float[] slots, float[] perStep, float[] norms, float[] of) {
    List<Float> numbers = new ArrayList<>();
    for (float number : perStep) {
      numbers.add(number);
    }
    numbers.addAll(rule.constants().values());
    numbers.add(1f);
    float[] all = new float[numbers.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = numbers.get(i);
    }
    try {
      step.invoke(null, weight, g, slots, all, norms, of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }
}
