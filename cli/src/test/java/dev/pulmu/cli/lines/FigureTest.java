package dev.pulmu.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.network.Loss;
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

    Loss loss = Loss.parse("softmax-cross-entropy");
    Loss yesOrNo = Loss.parse("sigmoid-cross-entropy");
    Loss squares = Loss.parse("mean-squared-error");

    assertThat(TestLine.of(classes, loss)).isEqualTo("test accuracy 0.9700, loss 0.07303");
    assertThat(TestLine.of(questions, yesOrNo))
        .isEqualTo("test subset accuracy 0.7500, loss 0.5000");
    assertThat(TestLine.of(numbers, squares))
        .isEqualTo("test root mean squared error 0.02985, loss 0.0008908");
    assertThat(TestLine.of(classes, squares)).isEqualTo("test accuracy 0.9700, loss 0.07303");
  }
}
