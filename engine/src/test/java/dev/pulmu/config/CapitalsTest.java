package dev.pulmu.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapitalsTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  /** In Turkish, too, where a small I has no dot. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          dataset | MNIST | mnist
          dataset | Digits | digits
          backend | CPU | cpu
          targets | Labels(Kind) | labels(Kind)
          hidden | None | network = dense
          batch-norm | True | dense(100) batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected) relu
          network | Dense(7) Batch-Norm(Statistics=BOOK) ReLU,DENSE | dense(7) batch-norm(epsilon=1e-5, momentum=0.9, statistics=book) relu, dense
          batch-norm-statistics | CORRECTED | dense(100) relu
          activation | SIGMOID | dense(100) sigmoid
          init | AUTO | dense(100) relu
          init | He | dense(100, init=he)
          dropout-style | Book | dropout(0, style=book)
          optimizer | SGD(Rate=0.1) | sgd(rate=0.1)
          optimizer | LBFGS(History=7) | lbfgs(history=7
          schedule | Warmup(5) Then Cosine(0.1) | warmup(5) then cosine(0.1
          loss | SIGMOID-Cross-Entropy | sigmoid-cross-entropy
          batch | ALL | all
          freeze | Dense1 | dense1
          precision | FP32 | fp32
          sampling | SHUFFLE | shuffle
          early-stopping | Patience(3, Metric=VALIDATIONLOSS) | patience(3, metric=validationLoss, change=0)
          save | BEST | best
          until | validationaccuracy>=0.9 | validationAccuracy>=0.9
          max-time | 5MIN | 5min
          limit | All | all
          from | NONE | none
          from | My/Model | My/Model
          """)
  void capitalsMakeNoDifferenceAndTextsStaySmall(String key, String given, String text) {
    Locale.setDefault(new Locale("tr", "TR"));

    String all = RunConfig.parse(key.toUpperCase(Locale.ROOT) + " = " + given).text();

    assertThat(all.lines())
        .anyMatch(
            line -> line.matches("(" + key + "|network|optimizer) = .*") && line.contains(text));
  }
}
