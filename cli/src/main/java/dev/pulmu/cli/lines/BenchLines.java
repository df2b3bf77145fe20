package dev.pulmu.cli.lines;

import dev.pulmu.bench.BenchReport;
import dev.pulmu.bench.Listener;
import dev.pulmu.cli.terminal.Bar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Prints a benchmark's tables and shows what is being measured; keeps the figures in a file, also
 * those of a benchmark that is interrupted later.
 */
public final class BenchLines implements Listener, AutoCloseable {
  private final PrintWriter out;
  private final Bar bar;
  private final Optional<Path> json;

  /**
   * Lines for people.
   *
   * @param out for tables
   * @param bar for what is being measured
   * @param json where the figures go, if anywhere
   */
  public BenchLines(PrintWriter out, Bar bar, Optional<Path> json) {
    this.out = out;
    this.bar = bar;
    this.json = json;
  }

  @Override
  public void doing(String what) {
    bar.show("measuring " + what);
  }

  @Override
  public void table(String lines) {
    bar.hide();
    out.print(lines);
    out.flush();
  }

  @Override
  public void measured(BenchReport report) {
    json.ifPresent(report::write);
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
  }
}
