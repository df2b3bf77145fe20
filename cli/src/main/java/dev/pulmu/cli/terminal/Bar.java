package dev.pulmu.cli.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The progress bar that is shown while something takes long. In a terminal it is the last line: a
 * bar where it is known how much there is to do, otherwise how long it took so far. A log gets a
 * line whenever nothing was said for ten seconds.
 */
public final class Bar implements AutoCloseable {
  /** The reader of standard error. */
  public enum Reader {
    TERMINAL,
    LOG,
    NOBODY;

    /** As the launcher found it; who starts the JVM in another way wants to hear nothing. */
    public static Reader ofStandardError() {
      return Optional.ofNullable(System.getProperty("pulmu.terminal"))
          .map(terminal -> Boolean.parseBoolean(terminal) ? TERMINAL : LOG)
          .orElse(NOBODY);
    }
  }

  private static final int REFRESH_MILLIS = 100;
  private static final double SOON_SECONDS = 0.5;
  private static final double LOG_SECONDS = 10;
  private static final int NARROWEST = 5;

  private record Shown(List<String> texts, long done, long all, double since) {}

  private final PrintWriter err;
  private final Reader reader;
  private final IntSupplier columns;
  private final LongSupplier nanos;
  private final Optional<ScheduledExecutorService> timer;
  private Optional<Shown> shown = Optional.empty();
  private double begun = Double.NaN;
  private double quietSince = Double.NaN;

  /** A bar that refreshes itself. */
  public Bar(PrintWriter err, Reader reader) {
    this(
        err,
        reader,
        Columns::ofTerminal,
        System::nanoTime,
        reader == Reader.NOBODY ? Optional.empty() : Optional.of(timer()));
    timer.ifPresent(ticks -> ticks.scheduleAtFixedRate(
        this::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** A bar that is refreshed by hand. */
  public Bar(PrintWriter err, Reader reader, IntSupplier columns, LongSupplier nanos) {
    this(err, reader, columns, nanos, Optional.empty());
  }

  private Bar(
      PrintWriter err,
      Reader reader,
      IntSupplier columns,
      LongSupplier nanos,
      Optional<ScheduledExecutorService> timer) {
    this.err = err;
    this.reader = reader;
    this.columns = columns;
    this.nanos = nanos;
    this.timer = timer;
  }

  /** Shows that something is being done, and for how long. */
  public void show(String what) {
    show(0, 0, what);
  }

  /**
   * Shows how much is done.
   *
   * @param all how much there is to do; 0 where that is not known
   * @param texts what is done, before the bar; then what stands behind it where there is room, most
   *     important first
   */
  public synchronized void show(long done, long all, String... texts) {
    double now = now();
    boolean hidden = shown.isEmpty();
    begun = Double.isNaN(begun) ? now : begun;
    quietSince = Double.isNaN(quietSince) ? now : quietSince;
    double since = shown
        .filter(before -> before.texts.get(0).equals(texts[0]))
        .map(Shown::since)
        .orElse(now);
    shown = Optional.of(new Shown(List.of(texts), done, all, since));
    if (hidden) {
      refresh(); // without a flicker
    }
  }

  /** A line that only a log needs, as a terminal shows the same and more. */
  public synchronized void log(String line) {
    if (reader != Reader.TERMINAL) {
      err.println(line);
      err.flush();
    }
  }

  /** Takes the bar away, so that something else can be printed. */
  public synchronized void hide() {
    shown = Optional.empty();
    quietSince = Double.NaN;
    LastLine.erase();
  }

  /** Draws or logs what is due. */
  public synchronized void refresh() {
    if (shown.isEmpty()) {
      return;
    }
    double now = now();
    if (reader == Reader.TERMINAL && now - begun >= SOON_SECONDS) {
      LastLine.write(err, line(shown.get(), columns.getAsInt() - 1));
    } else if (reader == Reader.LOG && now - quietSince >= LOG_SECONDS) {
      log(String.join(", ", texts(shown.get())));
      quietSince = now;
    }
  }

  @Override
  public void close() {
    timer.ifPresent(ScheduledExecutorService::shutdownNow);
    hide();
  }

  /** Seconds as a clock shows them. */
  public static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private List<String> texts(Shown what) {
    return what.all > 0 || what.texts.size() > 1
        ? what.texts
        : List.of(what.texts.get(0), time((long) (now() - what.since)));
  }

  private String line(Shown what, int width) {
    List<String> texts = texts(what);
    StringBuilder behind = new StringBuilder();
    int taken = texts.get(0).length() + (what.all > 0 ? NARROWEST + 3 : 0);
    for (String text : texts.subList(1, texts.size())) {
      if (taken + behind.length() + 1 + text.length() > width) {
        break;
      }
      behind.append(' ').append(text);
    }
    int inside = width - texts.get(0).length() - 3 - behind.length();
    if (what.all <= 0 || inside < 1) {
      String line = texts.get(0) + behind;
      return line.substring(0, Math.max(0, Math.min(line.length(), width)));
    }
    int full = (int) (inside * Math.min(1.0, (double) what.done / what.all));
    return texts.get(0) + " [" + "=".repeat(full) + " ".repeat(inside - full) + "]" + behind;
  }

  private double now() {
    return nanos.getAsLong() * 1e-9;
  }

  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(work -> {
      Thread thread = new Thread(work, "pulmu-bar");
      thread.setDaemon(true);
      return thread;
    });
  }
}
