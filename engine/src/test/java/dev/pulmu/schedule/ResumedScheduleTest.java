package dev.pulmu.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Past;
import dev.pulmu.schedule.Schedule.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of ten epochs of five steps that stops at any step and goes on elsewhere. */
class ResumedScheduleTest {
  private static final int STEPS_PER_EPOCH = 5;
  private static final int STEPS = 50;
  private static final double[] LOSSES = {5, 4, 4, 4, 3, 3.5, 3.5, 2, 2, 2};

  /** What the file holds from this step on; nothing where it is deleted. */
  private static final Map<Integer, String> WRITTEN = Map.of(
      0, "", 3, "0.25", 8, "fast", 17, "0.25", 21, "", 28, "0.125", 33, "0.0625", 34, "0.5", 41,
      "x");

  @TempDir
  Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manual(FILE, rate=0.5)                                                           | 8",
        "warmup(7) then manual(FILE, rate=0.5)                                            | 8",
        "reduce-on-plateau(0.5, factor=0.5, patience=1, change=0)                         | 6",
        "reduce-on-plateau(0.5, factor=0.5, patience=2, change=0)                         | 3",
        "warmup(7) then warmup(3epochs) then reduce-on-plateau(0.5, patience=2, change=1) | 3",
        "cosine(0.5)                                                                      | 0",
      })
  void runThatWasResumedHasTheRatesOfOneThatNeverStopped(String text, int edits)
      throws IOException {
    Schedule schedule =
        Schedule.parse(text.replace("FILE", directory.resolve("rate.txt").toString()));
    Map<Integer, String> written = text.contains("FILE") ? WRITTEN : Map.of();
    List<Double> rates = new ArrayList<>();
    Schedule whole = schedule.start(Past.NONE);
    train(whole, written, 0, STEPS, rates);
    assertThat(whole.edits()).hasSize(edits);

    for (int stop = 0; stop <= STEPS; stop++) {
      List<Double> pieces = new ArrayList<>();
      Schedule before = schedule.start(Past.NONE);
      train(before, written, 0, stop, pieces);
      Schedule after = schedule.start(past(stop, before.edits()));
      assertThat(after.edits()).as("edits at step %d", stop).isEqualTo(before.edits());
      assertThat(IntStream.range(0, stop).mapToObj(step -> rate(after, step)).toList())
          .as("rates of the past of step %d", stop)
          .isEqualTo(rates.subList(0, stop));
      train(after, written, stop, STEPS, pieces);

      assertThat(pieces).as("rates, stopped at step %d", stop).isEqualTo(rates);
      assertThat(after.edits()).as("edits, stopped at step %d", stop).isEqualTo(whole.edits());
    }
  }

  private static Past past(int step, List<Edit> edits) {
    int begun = (step + STEPS_PER_EPOCH - 1) / STEPS_PER_EPOCH;
    List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < step / STEPS_PER_EPOCH; epoch++) {
      losses.add(LOSSES[epoch]);
    }
    return new Past(begun, edits, losses, List.of());
  }

  private void train(
      Schedule schedule, Map<Integer, String> written, int from, int to, List<Double> rates)
      throws IOException {
    Path file = directory.resolve("rate.txt");
    for (int step = from; step < to; step++) {
      String text = written.get(step);
      if (text != null && text.isEmpty()) {
        Files.deleteIfExists(file);
      } else if (text != null) {
        Files.writeString(file, text);
      }
      rates.add(rate(schedule, step));
      if ((step + 1) % STEPS_PER_EPOCH == 0) {
        schedule.observe(LOSSES[step / STEPS_PER_EPOCH]);
      }
    }
  }

  private static double rate(Schedule schedule, int step) {
    return schedule.rate(new Place(step, STEPS_PER_EPOCH, STEPS));
  }

  @Test
  void pastIsACopyAndHasNoMoreLossesThanEpochs() {
    List<Double> losses = new ArrayList<>(List.of(1.0, 2.0));
    Past past = new Past(2, List.of(), losses, List.of());
    losses.clear();
    assertThat(past.losses()).containsExactly(1.0, 2.0);
    assertThat(Past.NONE).isEqualTo(new Past(0, List.of(), List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Past(1, List.of(), past.losses(), List.of()))
        .withMessage("the past of a run wants a loss for each epoch that has ended:"
            + " 1 have begun, came 2");
  }
}
