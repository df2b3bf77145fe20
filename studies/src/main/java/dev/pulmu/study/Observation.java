package dev.pulmu.study;

import dev.pulmu.plots.Curve;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of one run of a study: named numbers, which are judged, and named curves. */
public final class Observation {
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final Map<String, Curve> curves = new LinkedHashMap<>();

  /** Notes a number; returns this. */
  public Observation number(String name, double value) {
    numbers.put(name, value);
    return this;
  }

  /** Notes a curve; returns this. */
  public Observation curve(String name, Curve curve) {
    curves.put(name, curve);
    return this;
  }

  /** @throws IllegalArgumentException if no number has this name, naming those that there are */
  public double number(String name) {
    return found(numbers, "number", name);
  }

  /** @throws IllegalArgumentException if no curve has this name, naming those that there are */
  public Curve curve(String name) {
    return found(curves, "curve", name);
  }

  /** All numbers, in the order in which they were noted. */
  public Map<String, Double> numbers() {
    return Collections.unmodifiableMap(numbers);
  }

  /** All curves, in the order in which they were noted. */
  public Map<String, Curve> curves() {
    return Collections.unmodifiableMap(curves);
  }

  /** The mean of a curve over seeds. */
  public static Curve mean(List<Observation> seeds, String name) {
    return Curve.mean(seeds.stream().map(seed -> seed.curve(name)).toList());
  }

  private static <T> T found(Map<String, T> all, String what, String name) {
    T value = all.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no " + what + " '" + name + "' was observed; there are " + all.keySet());
    }
    return value;
  }
}
