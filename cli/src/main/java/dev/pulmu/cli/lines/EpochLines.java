package dev.pulmu.cli.lines;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Progress;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Epoch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Prints a line for each epoch, of hundreds for each tenth one, and shows how far the one in work
 * is.
 */
public final class EpochLines implements Listener, AutoCloseable {
  /** The width of a table of all columns. */
  private static final int WIDE = 73;

  private static final int NARROW = 48;

  /** Epochs of which each has a line. */
  private static final int MANY = 100;

  private static final int TENTH = 10;

  private final PrintWriter out;
  private final int columns;
  private final Bar bar;
  private int epochs;
  private boolean headed;

  /**
   * Lines for people.
   *
   * @param out for the epochs
   * @param columns that a line of {@code out} can have; where there are few, a table has less
   * @param bar for the epoch in work
   */
  EpochLines(PrintWriter out, int columns, Bar bar) {
    this.out = out;
    this.columns = columns;
    this.bar = bar;
    bar.show("starting");
  }

  @Override
  public void progress(Progress progress) {
    epochs = progress.epochs();
    List<String> texts = texts(progress);
    bar.show(progress.step(), progress.steps(), texts.toArray(String[]::new));
  }

  @Override
  public void edit(Edit edit) {
    bar.hide();
    out.println("learning rate, epoch " + edit.epoch() + ": " + edit.message());
    out.flush();
  }

  @Override
  public void epoch(Epoch epoch) {
    bar.hide();
    boolean judged = epoch.trainAccuracy().isPresent();
    if (!headed) {
      out.println(heading(judged));
      headed = true;
    }
    if (epochs <= MANY || epoch.epoch() == 1 || epoch.epoch() % TENTH == 0) {
      out.println(judged ? judged(epoch) : unjudged(epoch));
      out.flush();
    }
    bar.show(epoch.epoch() < epochs ? name(epoch.epoch() + 1, epochs) : "testing");
  }

  /** To be called when the last checkpoint is still to be written. */
  public void saving() {
    bar.show("saving");
  }

  /** How far a run is, the most important first. */
  static List<String> texts(Progress progress) {
    double stepSeconds = progress.seconds() / Math.max(1, stepsOfEpoch(progress));
    long left = Math.round(stepSeconds * (progress.steps() - progress.step()));
    List<String> texts = new ArrayList<>();
    texts.add(name(progress.epoch(), progress.epochs()));
    texts.add(Bar.time(left) + " left");
    texts.add("loss " + Figure.of(progress.totals().loss()));
    if (progress.judged()) {
      texts.add("accuracy " + Figure.share(progress.totals().accuracy()));
    }
    texts.add(rounded(progress.samplesPerSecond()) + " samples/s");
    return texts;
  }

  private static String name(int epoch, int epochs) {
    return "epoch " + epoch + "/" + epochs;
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

  private String heading(boolean judged) {
    String speed = columns < WIDE ? "" : "  seconds  samples/s";
    if (!judged) {
      return "  epoch       loss  val. loss" + speed;
    }
    String training = "  epoch     loss  accuracy";
    if (columns < NARROW) {
      return training;
    }
    return training + "  val. loss" + (columns < WIDE ? " val. acc." : "  val. accuracy") + speed;
  }

  private String judged(Epoch epoch) {
    String training = String.format(
        Locale.ROOT,
        "%7s %8s %9s",
        epoch.epoch() + "/" + epochs,
        Figure.share(epoch.trainLoss()),
        four(epoch.trainAccuracy()));
    if (columns < NARROW) {
      return training;
    }
    return training
        + String.format(
            Locale.ROOT,
            columns < WIDE ? " %10s %10s" : " %10s %14s",
            epoch.validation().map(Evaluation::loss).map(Figure::share).orElse("-"),
            four(epoch.validation().map(Evaluation::accuracy).orElse(OptionalDouble.empty())))
        + speed(epoch);
  }

  /** Without accuracy, where answers are only near or far. */
  private String unjudged(Epoch epoch) {
    return String.format(
            Locale.ROOT,
            "%7s %10s %10s",
            epoch.epoch() + "/" + epochs,
            Figure.of(epoch.trainLoss()),
            epoch.validation().map(Evaluation::loss).map(Figure::of).orElse("-"))
        + speed(epoch);
  }

  private String speed(Epoch epoch) {
    return columns < WIDE
        ? ""
        : String.format(Locale.ROOT, " %8.2f %10.0f", epoch.seconds(), epoch.samplesPerSecond());
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
  }

  private static String four(OptionalDouble value) {
    return value.isPresent() ? Figure.share(value.getAsDouble()) : "-";
  }
}
