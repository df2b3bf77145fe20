package dev.pulmu.cli.lines;

import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.study.Study;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints the results of studies, in lines of at most 80 columns. */
public final class StudyLines implements AutoCloseable {
  private static final String ROW = "  %-24s %-18s %-16s %-8s %s%n";

  /** What came of several quantities stands below each other in its column. */
  private static final String UNDER = System.lineSeparator() + " ".repeat(46);

  private final PrintWriter out;
  private final PrintWriter results;
  private final Bar bar;

  public StudyLines(Screen screen) {
    this.out = screen.lines();
    this.results = screen.results();
    this.bar = screen.bar();
  }

  public void list(List<Study> studies) {
    for (Study study : studies) {
      results.printf(Locale.ROOT, "%-17s %s%n", study.name(), study.title());
    }
    results.flush();
  }

  public void begin(Study study) {
    out.println(study.name() + ": " + study.title());
    out.flush();
  }

  public void seed(long seed) {
    bar.hide();
    out.println("  seed " + seed);
    out.flush();
    bar.show("seed " + seed);
  }

  public void end(StudyReport report, Path page) {
    bar.hide();
    out.println("  " + report.place());
    out.printf(Locale.ROOT, ROW, "quantity", "expected", "came", "off by", "verdict");
    for (Verdict verdict : report.verdicts()) {
      row(
          verdict.quantity().replace(" < ", "\n  < "),
          verdict.expected(),
          verdict.came().replace(", ", UNDER),
          verdict.deviation(),
          verdict.outcomeText());
    }
    out.printf(Locale.ROOT, "  %s; %.1f s, page: %s%n", report.summary(), report.seconds(), page);
    out.flush();
  }

  /** How several studies came out, where each has said much. */
  public void all(List<StudyReport> reports) {
    out.println();
    for (StudyReport report : reports) {
      results.printf(Locale.ROOT, "%-17s %s%n", report.study().name(), report.summary());
    }
    results.flush();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
  }

  /** A cell that is wider than its column takes a line of its own before the others. */
  private void row(String quantity, String expected, String came, String off, String verdict) {
    if (quantity.length() > 24) {
      out.println("  " + quantity);
      quantity = "";
    }
    if (expected.length() > 18) {
      out.printf(Locale.ROOT, "  %-24s %s%n", quantity, expected);
      quantity = "";
      expected = "";
    }
    if (came.length() > 16) {
      out.printf(Locale.ROOT, "  %-24s %-18s %s%n", quantity, expected, came);
      quantity = "";
      expected = "";
      came = "";
    }
    out.printf(Locale.ROOT, ROW, quantity, expected, came, off, verdict);
  }
}
