package dev.pulmu.study.pages;

import dev.pulmu.study.Observation;
import dev.pulmu.study.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes tables as CSV (RFC 4180), with a first line of names. */
final class Csv {
  private Csv() {}

  /** Every point of every curve of every seed. */
  static String curves(List<Observation> seeds) {
    StringBuilder lines = new StringBuilder(line("seed", "curve", "x", "y"));
    for (int seed = 1; seed <= seeds.size(); seed++) {
      String number = Integer.toString(seed);
      seeds.get(seed - 1).curves().forEach((name, curve) -> {
        for (int i = 0; i < curve.size(); i++) {
          lines.append(line(
              number, name, Double.toString(curve.x()[i]), Double.toString(curve.y()[i])));
        }
      });
    }
    return lines.toString();
  }

  /** Every number of every seed. */
  static String numbers(List<Observation> seeds) {
    StringBuilder lines = new StringBuilder(line("seed", "quantity", "value"));
    for (int seed = 1; seed <= seeds.size(); seed++) {
      String number = Integer.toString(seed);
      seeds
          .get(seed - 1)
          .numbers()
          .forEach((name, value) -> lines.append(line(number, name, Double.toString(value))));
    }
    return lines.toString();
  }

  static String verdicts(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(verdict -> line(
            verdict.quantity(),
            verdict.expected(),
            verdict.came(),
            verdict.deviation(),
            verdict.outcomeText(),
            verdict.source()))
        .collect(Collectors.joining(
            "", line("quantity", "expected", "came", "deviation", "verdict", "source"), ""));
  }

  private static String line(String... cells) {
    return Stream.of(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
