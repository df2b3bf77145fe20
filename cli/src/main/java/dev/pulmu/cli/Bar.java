package dev.pulmu.cli;

import dev.pulmu.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressState;

/**
 * A bar in the last line of a terminal of 80 columns, which vanishes when it is closed. Two columns
 * stay free for the {@code ^C} that terminals print.
 */
final class Bar implements AutoCloseable {
  private static final int COLUMNS = 79;
  private static final int WIDTH = 77;
  private static final int REFRESH_MILLIS = 100;

  private final PrintWriter terminal;
  private final ProgressBar bar;

  Bar(PrintWriter terminal) {
    this.terminal = terminal;
    this.bar = ProgressBar.builder()
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
        .setRenderer(Bar::render)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .build();
  }

  void show(Progress progress) {
    show(progress.step(), progress.steps(), text(progress));
  }

  /**
   * Shows how much is done.
   *
   * @param text what stands before the bar, a tab, and what stands behind it
   */
  void show(long done, long all, String text) {
    bar.maxHint(all);
    bar.stepTo(done);
    bar.setExtraMessage(text);
  }

  @Override
  public void close() {
    bar.close();
    draw("");
  }

  /** What stands behind the bar, and before it up to the first tab. */
  static String text(Progress progress) {
    double stepSeconds = progress.seconds() / Math.max(1, stepsOfEpoch(progress));
    long left = Math.round(stepSeconds * (progress.steps() - progress.step()));
    return String.format(
        Locale.ROOT,
        "epoch %d/%d\t%s %s samples/s %s left",
        progress.epoch(),
        progress.epochs(),
        progress.judged()
            ? String.format(
                Locale.ROOT,
                "loss %.4f accuracy %.4f",
                progress.totals().loss(),
                progress.totals().accuracy())
            : "loss " + Figure.of(progress.totals().loss()),
        rounded(progress.samplesPerSecond()),
        time(left));
  }

  /** Seconds as a clock shows them. */
  static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static long stepsOfEpoch(Progress progress) {
    long stepsPerEpoch = progress.steps() / progress.epochs();
    return progress.step() - (progress.epoch() - 1) * stepsPerEpoch;
  }

  private static String rounded(double rate) {
    return rate < 1e6
        ? String.format(Locale.ROOT, "%.0f", rate)
        : String.format(Locale.ROOT, "%.2fM", rate / 1e6);
  }

  private static String render(ProgressState state, int width) {
    String[] text = state.getExtraMessage().split("\t");
    if (text.length < 2) {
      return "";
    }
    int inside = width - text[0].length() - text[1].length() - 4;
    if (inside < 1) {
      return text[0] + " " + text[1];
    }
    int full = (int) (inside * state.getCurrent() / Math.max(1, state.getMax()));
    return text[0] + " [" + "=".repeat(full) + " ".repeat(inside - full) + "] " + text[1];
  }

  private void draw(String line) {
    terminal.print("\r" + line + " ".repeat(Math.max(0, COLUMNS - line.length())));
    terminal.print("\r" + line);
    terminal.flush();
  }
}
