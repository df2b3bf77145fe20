package dev.pulmu.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Totals;
import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.run.Progress;
import dev.pulmu.steering.Epoch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochLinesTest {
  private static final Progress PROGRESS =
      new Progress(12, 100, 1200, 10_000, new Totals(6400, 9600, 12_800, -1), true, 0.5);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anEpochIsALineUnderOneHeading() {
    Evaluation validation = new Evaluation(5, 8, 10, new long[][] {{8, 2}, {0, 0}});
    try (EpochLines lines = lines(80)) {
      lines.progress(PROGRESS);
      lines.epoch(new Epoch(
          12,
          0.5,
          OptionalDouble.empty(),
          OptionalDouble.of(0.75),
          Optional.of(validation),
          Optional.empty(),
          1.25,
          12_345.6,
          OptionalDouble.of(0.01)));
      lines.epoch(new Epoch(
          13,
          0.25,
          OptionalDouble.empty(),
          OptionalDouble.of(0.875),
          Optional.empty(),
          Optional.empty(),
          1.25,
          12_345.6,
          OptionalDouble.of(0.01)));
    }

    assertThat(out).hasToString("""
          epoch     loss  accuracy  val. loss  val. accuracy  seconds  samples/s
         12/100   0.5000    0.7500     0.5000         0.8000     1.25      12346
         13/100   0.2500    0.8750          -              -     1.25      12346
        """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whereNothingIsRightOrWrongThereIsNoAccuracyAndEveryLossHasDigits() {
    try (EpochLines lines = lines(80)) {
      lines.progress(PROGRESS);
      for (double loss : new double[] {0.5, 123_456_789.25, 0.000_012_34, 0}) {
        Evaluation validation = new Evaluation(2 * loss, -1, 4, new long[0][0]);
        lines.epoch(new Epoch(
            12,
            loss,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.of(validation),
            Optional.empty(),
            1.25,
            12_345.6,
            OptionalDouble.of(0.01)));
      }
      lines.epoch(new Epoch(
          13,
          0.25,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          1.25,
          12_345.6,
          OptionalDouble.of(0.01)));
    }

    assertThat(out).hasToString("""
          epoch       loss  val. loss  seconds  samples/s
         12/100     0.5000     0.2500     1.25      12346
         12/100  1.235e+08  6.173e+07     1.25      12346
         12/100  1.234e-05  6.170e-06     1.25      12346
         12/100     0.0000     0.0000     1.25      12346
         13/100     0.2500          -     1.25      12346
        """);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
      72|  epoch     loss  accuracy  val. loss val. acc.| 12/100   0.5000    0.7500     0.5000     0.8000
      50|  epoch     loss  accuracy  val. loss val. acc.| 12/100   0.5000    0.7500     0.5000     0.8000
      47|  epoch     loss  accuracy| 12/100   0.5000    0.7500
      30|  epoch     loss  accuracy| 12/100   0.5000    0.7500
      """)
  void aNarrowTerminalGetsLessColumns(int columns, String heading, String line) {
    Evaluation validation = new Evaluation(5, 8, 10, new long[][] {{8, 2}, {0, 0}});
    try (EpochLines lines = lines(columns)) {
      lines.progress(PROGRESS);
      lines.epoch(new Epoch(
          12,
          0.5,
          OptionalDouble.empty(),
          OptionalDouble.of(0.75),
          Optional.of(validation),
          Optional.empty(),
          1.25,
          12_345.6,
          OptionalDouble.of(0.01)));
    }

    assertThat(out.toString().lines()).containsExactly(heading, line);
  }

  @Test
  void theBarSaysTheTimeLeftOfTheWholeRunFirst() {
    Progress slow = new Progress(1, 10, 1, 100, new Totals(1, 1, 32, -1), true, 60);
    Progress fast = new Progress(2, 2, 150, 200, new Totals(1, 1, 3_000_000, -1), true, 1);

    assertThat(EpochLines.texts(slow))
        .containsExactly(
            "epoch 1/10", "1:39:00 left", "loss 0.0313", "accuracy 0.0313", "1 samples/s");
    assertThat(EpochLines.texts(fast)).contains("0:01 left").endsWith("3.00M samples/s");
  }

  @Test
  void theBarOfARegressionHasNoAccuracyAndFitsWhateverTheLoss() {
    Progress small = new Progress(1, 10, 1, 100, new Totals(32e-7, 0, 32, -1), false, 60);
    Progress large = new Progress(1, 10, 1, 100, new Totals(32e30, 0, 32, -1), false, 60);

    assertThat(EpochLines.texts(small))
        .containsExactly("epoch 1/10", "1:39:00 left", "loss 1.000e-07", "1 samples/s");
    assertThat(EpochLines.texts(large)).contains("loss 1.000e+30");
  }

  private EpochLines lines(int columns) {
    Bar bar = new Bar(new PrintWriter(err), Bar.Reader.NOBODY);
    return new EpochLines(new PrintWriter(out), columns, bar);
  }
}
