package dev.pulmu.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Totals;
import dev.pulmu.config.RunConfig;
import dev.pulmu.report.RunReport;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a run besides its tensors: everything that is needed to go on as if it had never
 * stopped. The order of the rows and every mask follow from the configuration's seed and the step.
 *
 * @param config what was asked for
 * @param dataset what it is trained on
 * @param backend what runs it
 * @param from weightsSha256 of the model that it began with, if it did
 * @param step steps done
 * @param totals sums over the epoch in work so far
 * @param seconds that training spent in that epoch so far
 * @param epochs those that are done
 * @param best the best epoch so far, if any was judged
 * @param patience epochs since then
 * @param spent time that went into it, in this process and those before
 * @param ended why it was over, if it was
 * @param edits of the rates, see {@link dev.pulmu.schedule.Schedule#edits}
 * @param spans how long the run is for a schedule that spans it; none for others
 */
public record RunState(
    RunConfig config,
    RunReport.Source dataset,
    String backend,
    Optional<String> from,
    long step,
    Totals totals,
    double seconds,
    List<Epoch> epochs,
    Optional<Best> best,
    int patience,
    RunReport.Seconds spent,
    Optional<Ending> ended,
    List<Edit> edits,
    List<Span> spans) {
  public RunState {
    epochs = List.copyOf(epochs);
    edits = List.copyOf(edits);
    spans = List.copyOf(spans);
    if (totals.nonFiniteStep() >= 0) {
      throw new IllegalArgumentException("a run wants finite numbers to go on, those of step "
          + (totals.nonFiniteStep() + 1) + " are not");
    }
  }

  /**
   * The best epoch so far.
   *
   * @param metric what was compared
   * @param value of it
   * @param epoch its number, from 1
   * @param step steps done at its end
   */
  public record Best(String metric, double value, int epoch, long step) {}

  /** The past of the schedule, to start it with. */
  Schedule.Past rates() {
    int begun = epochs.size() + (totals.samples() > 0 ? 1 : 0);
    return new Schedule.Past(
        begun, edits, epochs.stream().map(Epoch::watchedLoss).toList(), spans);
  }

  /** This state with a schedule that is for a run of so many epochs from here on. */
  RunState stretched(int length) {
    List<Span> stretched = new ArrayList<>(spans);
    stretched.removeIf(span -> span.fromStep() == step);
    stretched.add(new Span(step, length));
    return new RunState(
        config, dataset, backend, from, step, totals, seconds, epochs, best, patience, spent, ended,
        edits, stretched);
  }

  /**
   * As JSON, in which every number is exact, but for its {@link #history}.
   *
   * @throws IllegalArgumentException if a number is not finite: JSON has none of these
   */
  public ObjectNode json() {
    return RunStateJson.of(this);
  }

  /**
   * Its epochs and edits in the order in which they came, each as JSON. That of a later state of
   * the run has the same and more.
   *
   * @throws IllegalArgumentException if a number is not finite: JSON has none of these
   */
  public List<ObjectNode> history() {
    return RunStateJson.history(epochs, edits);
  }

  /**
   * Reads what {@link #json} and {@link #history} write, and what was before there was a history.
   *
   * @throws IllegalArgumentException saying what is missing, makes no sense, or is of another
   *     version
   */
  public static RunState parse(ObjectNode json, List<ObjectNode> history) {
    return RunStateJson.read(json, history);
  }
}
