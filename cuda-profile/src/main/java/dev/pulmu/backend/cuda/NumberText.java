package dev.pulmu.backend.cuda;

/** Writes the CUDA headers that say at which place of an array a number lies. */
final class NumberText {
  private NumberText() {}

  /** A macro for each constant of an enum. */
  static String of(Enum<?>[] numbers) {
    StringBuilder text = new StringBuilder("#pragma once\n");
    for (Enum<?> number : numbers) {
      text.append(of(number.name(), number.ordinal()));
    }
    return text.toString();
  }

  static String of(String name, int place) {
    return "#define " + name + " " + place + "\n";
  }
}
