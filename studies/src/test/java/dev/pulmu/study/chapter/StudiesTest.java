package dev.pulmu.study.chapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Backend;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.Verdict.Outcome;
import dev.pulmu.study.nets.Optimizers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every study, cut down to a few steps on a small data set of its own. */
class StudiesTest {
  private static final int ROWS = 500;
  private static final int COLUMNS = 20;

  static Stream<Study> all() {
    return Studies.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everythingThatIsExpectedIsObservedAndDrawn(Study study) {
    Lab lab = new Lab(Backend.named("cpu"), Optional.of(data()), 10);

    StudyReport report = StudyReport.of(study, lab, 1, seed -> {});

    assertThat(report.verdicts()).hasSameSizeAs(study.expectations()).isNotEmpty();
    assertThat(study.expectations()).allSatisfy(expectation -> {
      assertThat(expectation.source()).isNotEmpty();
    });
    assertThat(study.text()).isNotEmpty();
    assertThat(study.pictures(report.seeds()))
        .isNotEmpty()
        .allSatisfy(picture -> assertThat(picture.charts()).isNotEmpty())
        .allSatisfy(picture -> assertThat(picture.caption()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameSeedSeesTheSame(Study study) {
    Lab lab = new Lab(Backend.named("cpu"), Optional.of(data()), 3);
    List<String> timed = List.of("samples/s", "seconds");

    Observation first = study.observe(lab, 3);
    Observation second = study.observe(lab, 3);

    assertThat(second.numbers().keySet()).isEqualTo(first.numbers().keySet());
    first.numbers().forEach((name, value) -> {
      if (timed.stream().noneMatch(name::contains)) {
        assertThat(second.number(name)).as(name).isEqualTo(value);
      }
    });
  }

  @Test
  void booksNumbersAreLeftOutOnOtherData() {
    Lab lab = new Lab(Backend.named("cpu"), Optional.of(data()), 10);

    StudyReport report = StudyReport.of(Studies.named("init"), lab, 1, seed -> {});

    assertThat(report.verdicts())
        .filteredOn(verdict -> verdict.outcome() == Outcome.LEFT_OUT)
        .hasSize(8);
  }

  @Test
  void filesThatAreCalledMnistNeedNotBeIt() {
    Dataset called = new Dataset(
        "mnist",
        new Features.Bytes(new byte[60_010], 1, 1f / 255, 0),
        new Targets.Labels(new int[60_010], 10),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        10);

    Lab lab = new Lab(Backend.named("cpu"), Optional.of(called));

    assertThat(lab.mnist()).isFalse();
    assertThat(lab.text()).isEqualTo("cpu backend, other data than mnist (60000 training rows)");
  }

  @Test
  void fewerRowsThanABatchAreRefusedByTheirNumber() {
    Lab lab = new Lab(Backend.named("cpu"), Optional.of(data().limit(100)), 10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizers().observe(lab, 1))
        .withMessageContaining("100 training rows, less than one batch of 128");
  }

  @Test
  void aStudyThatIsNotThereIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Studies.named("luck"))
        .withMessageStartingWith("no study 'luck'; known: trajectories, ");
  }

  /** Ten classes, each bright in two columns. */
  private static Dataset data() {
    Random random = new Random(1);
    float[] values = new float[ROWS * COLUMNS];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 10;
      for (int column = 0; column < COLUMNS; column++) {
        values[row * COLUMNS + column] =
            (column % 10 == labels[row] ? 0.7f : 0.3f) * random.nextFloat();
      }
    }
    return new Dataset(
        "bright-columns",
        new Features.Floats(values, COLUMNS, 1, 0),
        new Targets.Labels(labels, 10),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        100);
  }
}
