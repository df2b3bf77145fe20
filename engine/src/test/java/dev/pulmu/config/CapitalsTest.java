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
          hidden | None | none
          batch-norm | True | true
          batch-norm-statistics | CORRECTED | corrected
          activation | ReLU | relu
          activation | SIGMOID | sigmoid
          init | AUTO | auto
          init | He | he
          dropout-style | Inverted | inverted
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
        .anyMatch(line -> line.matches("(" + key + "|optimizer) = .*") && line.contains(text));
  }
}
