package dev.pulmu.cli;

import dev.pulmu.datasets.Lookup;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints what a look-up notes and, for each download, a line: on a terminal one that counts and
 * vanishes.
 */
final class FetchLines implements Lookup.Listener, AutoCloseable {
  private static final long REFRESH_NANOS = 100_000_000;
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private String file = "";
  private boolean drawn;
  private long last;

  /**
   * Lines for people.
   *
   * @param out for notes
   * @param err for downloads
   * @param terminal whether there is somebody to watch a line that counts
   */
  FetchLines(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void note(String line) {
    close();
    out.println(line);
    out.flush();
  }

  @Override
  public void progress(String name, long bytes, long total) {
    if (terminal) {
      long now = System.nanoTime();
      if (!drawn || now - last >= REFRESH_NANOS) {
        last = now;
        draw("downloading " + name + " " + megabytes(bytes) + of(total));
        drawn = true;
      }
    } else if (!name.equals(file)) {
      err.println("downloading " + name + of(total));
      err.flush();
    }
    file = name;
  }

  /** Takes the line that counts away. */
  @Override
  public void close() {
    if (drawn) {
      draw("");
      drawn = false;
    }
  }

  private void draw(String line) {
    err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    err.print("\r" + line);
    err.flush();
  }

  private static String of(long total) {
    return total < 0 ? "" : " of " + megabytes(total) + " MB";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
