package dev.pulmu.cli.lines;

import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a look-up notes, and shows how far it is; each download is a line in a log. */
public final class FetchLines implements Lookup.Listener, AutoCloseable {
  private final PrintWriter out;
  private final Bar bar;
  private String file = "";

  /**
   * Lines for people.
   *
   * @param out for notes
   * @param bar for downloads and large files
   */
  public FetchLines(PrintWriter out, Bar bar) {
    this.out = out;
    this.bar = bar;
    bar.show("loading data");
  }

  @Override
  public void note(String line) {
    bar.hide();
    out.println(line);
    out.flush();
    bar.show("loading data");
  }

  @Override
  public void progress(String name, long bytes, long total) {
    String what = "downloading " + name;
    if (!name.equals(file)) {
      bar.log(what + of(total));
    }
    file = name;
    bar.show(bytes, Math.max(0, total), what, megabytes(bytes) + of(total));
  }

  @Override
  public void reading(String name, long bytes, long total) {
    bar.show(bytes, total, "reading " + name, megabytes(bytes) + of(total));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
  }

  private static String of(long total) {
    return total < 0 ? "" : " of " + megabytes(total) + " MB";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
