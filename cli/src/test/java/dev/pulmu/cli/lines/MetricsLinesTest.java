package dev.pulmu.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import dev.pulmu.metrics.Classification;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.metrics.Questions;
import dev.pulmu.metrics.Regression;
import dev.pulmu.recipe.Scale;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsLinesTest {
  private static final String LONG = "a name that is longer than what fits into a line";

  /** Two rows of a, of which one was taken for b. */
  @Test
  void everyClassIsALineAndWhatIsNotDefinedIsADash() {
    Matrix scores = new Matrix(2, 2, new float[] {1, 0, 0, 1});
    Labels labels = new Labels(new int[] {0, 0}, 2);

    assertThat(text(Classification.ofScores(scores, labels, List.of("a", "b")))).isEqualTo("""
        class  rows  precision  recall      F1  ROC AUC
        a         2     1.0000  0.5000  0.6667        -
        b         0     0.0000       -  0.0000        -
        mean            0.5000  0.2500  0.3333        -
        """);
  }

  @Test
  void probabilitiesHaveMoreFiguresAboveTheTable() {
    Matrix shares = new Matrix(1, 4, new float[] {0.5f, 0.25f, 0.25f, 0});

    assertThat(text(Classification.of(shares, new Labels(new int[] {1}, 4), names(4))))
        .startsWith("""
        log loss 1.3863
        calibration error 0.5000
        top 3 accuracy 1.0000

        class""");
  }

  @Test
  void ofManyClassesThoseThatWentWorstAreShown() {
    float[] scores = new float[50 * 50];
    IntStream.range(0, 50).forEach(i -> scores[i * 50 + (i == 33 ? 34 : i)] = 1);
    Labels labels = new Labels(IntStream.range(0, 50).toArray(), 50);

    String text = text(Classification.ofScores(new Matrix(50, 50, scores), labels, names(50)));

    assertThat(text.lines())
        .hasSize(3 + 1 + 1 + 20 + 1)
        .contains("the 20 of 50 classes with the smallest F1")
        .anyMatch(line -> line.startsWith("mean of all "));
    assertThat(text.lines().skip(5)).first().asString().startsWith("33 ");
    assertThat(text.lines().skip(6)).first().asString().startsWith("34 ");
  }

  @Test
  void theWidestTablesFitEightyColumns() {
    int rows = 1_000_000;
    List<String> names = List.of(LONG);
    Matrix ones = new Matrix(rows, 1, new float[rows]);
    float[] large = new float[rows];
    IntStream.range(0, rows).forEach(i -> large[i] = i % 2 == 0 ? -1e20f : 1.1e20f);

    assertThat(text(Questions.of(ones, new Values(yes(rows), 1), names)).lines())
        .hasSize(4)
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.startsWith("a name that…"));
    assertThat(text(Regression.of(
                new Matrix(rows, 1, large), new Values(yes(rows), 1), List.of(Scale.NONE), names))
            .lines())
        .hasSize(2)
        .allMatch(line -> line.length() <= 80);
    assertThat(
            text(Classification.of(ones, new Labels(new int[rows], 1), names)).lines())
        .allMatch(line -> line.length() <= 80);
  }

  private static float[] yes(int rows) {
    float[] yes = new float[rows];
    IntStream.range(1, rows).forEach(i -> yes[i] = 1);
    return yes;
  }

  @Test
  void aRegressionOfSeveralTargetsHasTheirMean() {
    Matrix outputs = new Matrix(2, 2, new float[] {2, 5, 3, 6});
    Values wanted = new Values(new float[] {1, 5, 3, 5}, 2);

    assertThat(text(Regression.of(
            outputs, wanted, Collections.nCopies(2, Scale.NONE), List.of("price", "rooms"))))
        .isEqualTo("""
            target    RMSE     MAE  median error      R²
            price   0.7071  0.5000        0.5000  0.5000
            rooms   0.7071  0.5000        0.5000       -
            mean    0.7071  0.5000        0.5000  0.5000
            """);
  }

  @Test
  void whereThereAreNoneALineSaysWhy() {
    assertThat(MetricsLines.of(Optional.empty()))
        .isEqualTo("no metrics: there are more answers than are held at once\n");
  }

  private static String text(Metrics metrics) {
    return MetricsLines.of(Optional.of(metrics));
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
