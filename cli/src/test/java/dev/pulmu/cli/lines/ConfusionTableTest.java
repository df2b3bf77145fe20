package dev.pulmu.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionTableTest {
  @Test
  void aSmallTableShowsEveryCount() {
    long[][] confusion = {{10, 0, 2}, {0, 7, 0}, {0, 0, 0}};

    assertThat(new ConfusionTable(confusion, List.of("cat", "dog", "owl")).text(80))
        .isEqualTo("""
               answer
        label cat dog owl recall
        cat    10   .   2 0.8333
        dog     .   7   . 1.0000
        owl     .   .   .      -
        """);
    assertThat(new ConfusionTable(confusion, List.of("cat", "dog", "owl")))
        .hasToString("[[10, 0, 2], [0, 7, 0], [0, 0, 0]] of [cat, dog, owl]");
  }

  @Test
  void namesThatDoNotFitAboveTheColumnsAreNumbered() {
    ConfusionTable table =
        new ConfusionTable(new long[][] {{5, 1}, {0, 4}}, List.of("versicolor", "virginica"));

    assertThat(table.text(39))
        .startsWith("            answer\nlabel      versicolor  virginica recall\n");
    assertThat(table.text(38)).isEqualTo("""
                      answer
        label        0 1 recall
        0 versicolor 5 1 0.8333
        1 virginica  . 4 1.0000
        """);
  }

  @Test
  void namesThatAreTheSameWhenShortenedAreNumbered() {
    List<String> names = List.of("iris versicolor", "iris versicata");

    assertThat(new ConfusionTable(new long[2][2], names).text(80))
        .contains("\n0 iris versi… . .", "\n1 iris versi… . .");
  }

  @Test
  void tenClassesWithLongNamesAndManySamplesFitTheScreen() {
    long[][] confusion = new long[10][10];
    IntStream.range(0, 10).forEach(label -> confusion[label][9 - label] = 10_000);
    List<String> names =
        IntStream.range(0, 10).mapToObj(i -> "a very long name of class " + i).toList();

    String text = new ConfusionTable(confusion, names).text(80);

    assertThat(text.lines()).hasSize(12).allMatch(line -> line.length() <= 80);
    assertThat(text).contains("9 a very lon…");
  }

  @Test
  void aNarrowTerminalGetsTheMostFrequentMistakes() {
    long[][] confusion = {{1000, 3}, {12, 1000}};
    ConfusionTable table = new ConfusionTable(confusion, List.of("no", "yes"));

    assertThat(table.text(22).lines()).hasSize(4).allMatch(line -> line.length() <= 22);
    assertThat(table.text(21)).startsWith("most frequent mistakes\n");
  }

  @Test
  void aTableThatDoesNotFitBecomesTheMostFrequentMistakes() {
    long[][] confusion = new long[100][100];
    IntStream.range(0, 100).forEach(label -> confusion[label][label] = 1000);
    confusion[3][5] = 7;
    confusion[99][0] = 12;
    List<String> names = IntStream.range(0, 100).mapToObj(Integer::toString).toList();

    assertThat(new ConfusionTable(confusion, names).text(80)).isEqualTo("""
        most frequent mistakes
              12 × 99 taken for 0
               7 × 3 taken for 5
        """);
  }

  @Test
  void classesWhoseNamesAreNumbersHeadTheirColumns() {
    long[][] confusion = {{5, 1}, {0, 4}};
    assertThat(new ConfusionTable(confusion, List.of("1", "2")).text(80)).isEqualTo("""
               answer
        label 1 2 recall
        1     5 1 0.8333
        2     . 4 1.0000
        """);
  }
}
