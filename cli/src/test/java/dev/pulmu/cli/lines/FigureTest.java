package dev.pulmu.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.metrics.Regression;
import dev.pulmu.recipe.Scale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource({
    "0.07303103218078613, 0.07303",
    "8.907934427261352e-4, 0.0008908",
    "1.5e-7, 1.500e-07",
    "0, 0.000",
    "2.30258509, 2.303",
    "1234.56, 1235",
    "123456789, 1.235e+08",
    "NaN, NaN",
  })
  void aNumberHasFourSignificantDigits(double value, String text) {
    assertThat(Figure.significant(value)).isEqualTo(text);
  }

  @Test
  void aTestIsALineOfFourDigits() {
    Evaluation classes = new Evaluation(7.303103218, 97, 100, new long[][] {{97, 3}, {0, 0}});
    Evaluation questions = new Evaluation(50, 75, 100, new long[0][0]);
    Evaluation numbers = new Evaluation(0.0890793442, -1, 100, new long[0][0]);

    assertThat(TestLine.of(classes, Optional.empty()))
        .isEqualTo("test accuracy 0.9700, loss 0.07303");
    assertThat(TestLine.of(questions, Optional.empty()))
        .isEqualTo("test subset accuracy 0.7500, loss 0.5000");
    assertThat(TestLine.of(numbers, Optional.of(regression(1, 2))))
        .isEqualTo("test RMSE 1.581, MAE 1.500, R² -9.000, loss 0.0008908");
    assertThat(TestLine.of(numbers, Optional.of(regression(1, 1))))
        .isEqualTo("test RMSE 2.236, MAE 2.000, loss 0.0008908");
    assertThat(TestLine.of(numbers, Optional.empty())).isEqualTo("test loss 0.0008908");
  }

  /** Of the predictions 2 and 4. */
  private static Metrics regression(float first, float second) {
    return Regression.of(
        new Matrix(2, 1, new float[] {2, 4}),
        new Targets.Values(new float[] {first, second}, 1),
        List.of(Scale.NONE),
        List.of("price"));
  }
}
