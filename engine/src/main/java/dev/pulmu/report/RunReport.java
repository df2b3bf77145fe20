package dev.pulmu.report;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.config.RunConfig;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of a run: what was asked for, what happened in it, and on which code, data and
 * machine.
 *
 * @param config what was asked for
 * @param network what was trained, with all that the configuration leaves to the data
 * @param dataset what it was trained on
 * @param recipe what made features of a table's columns, if that is what it was trained on
 * @param backend what ran it
 * @param device what that ran on
 * @param versions of Pulmu, Java and the backend's libraries, by name
 * @param commit see {@link Build#commit}
 * @param ending why it ended
 * @param best the number of the epoch whose weights these are, if they are those of the best
 * @param testSteered whether the test rows had a say in when it ended: no test then, but a
 *     benchmark
 * @param resumed where it was last gone on from, if it was not done in one go
 * @param from weightsSha256 of the model that it began with, if it did
 * @param bits everything that its bits depend on, beside the configuration and the data
 * @param epochs those that were done to their end
 * @param edits what people said of the learning rate while it ran
 * @param spans how long the run was for its schedule and from which step on, where that differs
 *     from the epochs that were asked for; otherwise none
 * @param test on the test rows; absent if the run was stopped or there are none
 * @param testMetrics figures of its answers to the test rows; absent where there is no test, and
 *     where {@link Metrics#ofTest} has none
 * @param steps training steps done
 * @param seconds where the time went
 * @param weightsSha256 see {@link dev.pulmu.layout.State#weightsSha256}
 * @param parameters how many numbers were trained
 */
public record RunReport(
    RunConfig config,
    Network network,
    Source dataset,
    Optional<Recipe> recipe,
    String backend,
    String device,
    Map<String, String> versions,
    String commit,
    Ending ending,
    Optional<Integer> best,
    boolean testSteered,
    Optional<Resumed> resumed,
    Optional<String> from,
    Map<String, String> bits,
    List<Epoch> epochs,
    List<Edit> edits,
    List<Span> spans,
    Optional<Evaluation> test,
    Optional<Metrics> testMetrics,
    long steps,
    Seconds seconds,
    String weightsSha256,
    int parameters) {
  /** Name of the report's file in a run's directory. */
  public static final String FILE = "report.json";

  public RunReport {
    epochs = List.copyOf(epochs);
    edits = List.copyOf(edits);
    spans = List.copyOf(spans);
  }

  /** Whether the run was stopped before it was over. */
  public boolean stopped() {
    return ending == Ending.INTERRUPTED;
  }

  /** Where a run was resumed: the steps that were done, and the backend that had run them. */
  public record Resumed(long step, String backend) {}

  /** A data set by its name and the SHA-256 of its table. */
  public record Source(String name, String sha256) {}

  /**
   * The seconds that each part of the run took.
   *
   * @param start from the start of the JVM until the run began
   * @param data reading the data and handing it to the backend
   * @param train training
   * @param evaluate on validation and test rows
   */
  public record Seconds(double start, double data, double train, double evaluate) {}

  /**
   * The report as JSON; what is absent has no key: no accuracy where answers are only near or far,
   * and no confusion but for class labels.
   */
  public String json() {
    return ReportJson.of(this);
  }

  /**
   * Writes the JSON to a file, which appears when it is complete and takes the place of an older
   * one.
   */
  public void write(Path file) {
    AtomicFile.write(file, out -> out.write(json().getBytes(StandardCharsets.UTF_8)));
  }
}
