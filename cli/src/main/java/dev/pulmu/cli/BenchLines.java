package dev.pulmu.cli;

import dev.pulmu.bench.BenchReport;
import dev.pulmu.bench.Listener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Prints a benchmark's tables and, on a terminal, a line that says what is being measured; keeps
 * the figures in a file, also those of a benchmark that is interrupted later.
 */
final class BenchLines implements Listener, AutoCloseable {
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Optional<Path> json;

  /**
   * Lines for people.
   *
   * @param out for tables
   * @param err for what is being measured
   * @param terminal whether there is somebody to watch a line that changes
   * @param json where the figures go, if anywhere
   */
  BenchLines(PrintWriter out, PrintWriter err, boolean terminal, Optional<Path> json) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.json = json;
  }

  @Override
  public void doing(String what) {
    if (terminal) {
      draw("measuring " + what);
    }
  }

  @Override
  public void table(String lines) {
    close();
    out.print(lines);
    out.flush();
  }

  @Override
  public void measured(BenchReport report) {
    json.ifPresent(report::write);
  }

  /** Takes the line that changes away. */
  @Override
  public void close() {
    if (terminal) {
      draw("");
    }
  }

  private void draw(String line) {
    err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    err.print("\r" + line);
    err.flush();
  }
}
