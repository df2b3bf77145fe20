package dev.pulmu.study.pages;

import dev.pulmu.plots.Picture;
import dev.pulmu.report.Build;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.Verdict;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a study as one HTML page that needs no other file: the pictures are inside. */
final class Page {
  private static final String STYLE = """
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; color: #222; }
      table { border-collapse: collapse; width: 100%; font-size: .9rem; }
      th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #ddd; }
      figure { margin: 2rem 0; } img { max-width: 100%; } figcaption { color: #444; }
      .fails { font-weight: bold; color: #b00; }
      """;

  private Page() {}

  /** @param drawn the pictures as PNG, in their order */
  static String html(StudyReport report, List<Picture> pictures, List<byte[]> drawn) {
    StringBuilder page = new StringBuilder();
    String title = escaped(report.study().title());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(title)
        .append("</h1>\n");
    for (String paragraph : report.study().text()) {
      page.append("<p>").append(escaped(paragraph)).append("</p>\n");
    }
    for (int i = 0; i < pictures.size(); i++) {
      page.append(String.format(
              Locale.ROOT,
              "<figure>\n<img alt=\"%s\" src=\"data:image/png;base64,%s\">\n",
              escaped(pictures.get(i).name()),
              Base64.getEncoder().encodeToString(drawn.get(i))))
          .append("<figcaption>")
          .append(escaped(pictures.get(i).caption()))
          .append("</figcaption>\n</figure>\n");
    }
    page.append("<h2>Expected and come</h2>\n<p>Run on: ")
        .append(escaped(report.place()))
        .append(", by Pulmu ")
        .append(escaped(Build.current().version()))
        .append(" (commit ")
        .append(escaped(Build.current().commit()))
        .append(')')
        .append(". The mean over the seeds decides; ± is the deviation between them. Of ")
        .append(report.verdicts().size())
        .append(" expectations ")
        .append(report.summary())
        .append(".</p>\n")
        .append(table(report.verdicts()))
        .append("</body>\n</html>\n");
    return page.toString();
  }

  private static String table(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(Page::row)
        .collect(Collectors.joining(
            "",
            "<table>\n<tr><th>quantity</th><th>expected</th><th>came</th><th>deviation</th>"
                + "<th>verdict</th><th>source</th></tr>\n",
            "</table>\n"));
  }

  private static String row(Verdict verdict) {
    String emphasis = verdict.outcome() == Verdict.Outcome.FAILS ? " class=\"fails\"" : "";
    return String.format(
        Locale.ROOT,
        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td%s>%s</td><td>%s</td></tr>\n",
        escaped(verdict.quantity()),
        escaped(verdict.expected()),
        escaped(verdict.came()),
        escaped(verdict.deviation()),
        emphasis,
        verdict.outcomeText(),
        escaped(verdict.source()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
