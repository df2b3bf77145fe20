package dev.pulmu.cli;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.optimizer.Schedule.Edit;
import dev.pulmu.run.Epoch;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prints a line for each epoch and, on a terminal, a bar while one is in work. */
final class EpochLines implements Listener, AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private Optional<Bar> bar = Optional.empty();
  private int epochs;
  private boolean headed;

  /**
   * Lines for people.
   *
   * @param out for the epochs
   * @param err for the bar
   * @param terminal whether there is somebody to watch a bar
   */
  EpochLines(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void progress(Progress progress) {
    epochs = progress.epochs();
    if (terminal) {
      if (bar.isEmpty()) {
        bar = Optional.of(new Bar(err));
      }
      bar.get().show(progress);
    }
  }

  @Override
  public void edit(Edit edit) {
    close();
    out.println("learning rate, epoch " + edit.epoch() + ": " + edit.message());
    out.flush();
  }

  @Override
  public void epoch(Epoch epoch) {
    close();
    boolean judged = epoch.trainAccuracy().isPresent();
    if (!headed) {
      out.println(
          judged
              ? "  epoch     loss  accuracy  val. loss  val. accuracy  seconds  samples/s"
              : "  epoch       loss  val. loss  seconds  samples/s");
      headed = true;
    }
    out.print(judged ? judged(epoch) : unjudged(epoch));
    out.printf(Locale.ROOT, " %8.2f %10.0f%n", epoch.seconds(), epoch.samplesPerSecond());
    out.flush();
  }

  private String judged(Epoch epoch) {
    return String.format(
        Locale.ROOT,
        "%7s %8.4f %9s %10s %14s",
        epoch.epoch() + "/" + epochs,
        epoch.trainLoss(),
        four(epoch.trainAccuracy()),
        epoch.validation().map(Evaluation::loss).map(EpochLines::four).orElse("-"),
        four(epoch.validation().map(Evaluation::accuracy).orElse(OptionalDouble.empty())));
  }

  /** Without accuracy, where answers are only near or far. */
  private String unjudged(Epoch epoch) {
    return String.format(
        Locale.ROOT,
        "%7s %10s %10s",
        epoch.epoch() + "/" + epochs,
        Figure.of(epoch.trainLoss()),
        epoch.validation().map(Evaluation::loss).map(Figure::of).orElse("-"));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.ifPresent(Bar::close);
    bar = Optional.empty();
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String four(OptionalDouble value) {
    return value.isPresent() ? four(value.getAsDouble()) : "-";
  }
}
