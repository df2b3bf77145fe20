package dev.pulmu.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTest {
  private final StringWriter err = new StringWriter();
  private int columns = 80;
  private double seconds;

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
      80|epoch 12/100 [=====     ] 0:44 left loss 0.5000 accuracy 0.7500 25600 samples/s
      60|epoch 12/100 [===   ] 0:44 left loss 0.5000 accuracy 0.7500
      50|epoch 12/100 [======      ] 0:44 left loss 0.5000
      30|epoch 12/100 [=======       ]
      14|epoch 12/100
      6|epoch
      """)
  void aBarFitsItsTerminalAndKeepsWhatIsMostImportant(int width, String line) {
    columns = width;
    try (Bar bar = bar(Bar.Reader.TERMINAL)) {
      bar.show(
          50,
          100,
          "epoch 12/100",
          "0:44 left",
          "loss 0.5000",
          "accuracy 0.7500",
          "25600 samples/s");
      seconds += 1;
      bar.refresh();

      assertThat(err).hasToString("\r" + line + LastLine.EMPTY.substring(1) + "\r");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 80, 79, 50, 49, 30, 29, 10, 2, 1})
  void noLineReachesTheLastColumn(int width) {
    columns = width;
    try (Bar bar = bar(Bar.Reader.TERMINAL)) {
      for (int done = 0; done <= 100; done += 5) {
        bar.show(done, 100, "trial 99/100", "1:39:00 left", "best accuracy 0.9999");
        seconds += 1;
        bar.refresh();
      }
      bar.show("downloading train-images-idx3-ubyte.gz from far away, which takes its time");
      bar.refresh();
    }
    assertThat(err.toString().split("\r"))
        .allMatch(line -> line.replace(LastLine.EMPTY.substring(1), "").length() < width);
  }

  @Test
  void aTerminalThatIsResizedIsFilledAgain() {
    try (Bar bar = bar(Bar.Reader.TERMINAL)) {
      bar.show(1, 2, "half");
      seconds += 1;
      bar.refresh();
      columns = 20;
      bar.refresh();
    }
    assertThat(err.toString())
        .contains("\rhalf [" + "=".repeat(36) + " ".repeat(36) + "]")
        .contains("\rhalf [" + "=".repeat(6) + " ".repeat(6) + "]")
        .endsWith(LastLine.EMPTY);
  }

  @Test
  void whereNobodyKnowsHowMuchThereIsToDoTheTimeIsShown() {
    try (Bar bar = bar(Bar.Reader.TERMINAL)) {
      bar.show("testing");
      seconds += 0.4;
      bar.refresh();
      assertThat(err.toString()).as("not worth a line").isEmpty();
      seconds += 71;
      bar.refresh();
    }
    assertThat(err.toString()).startsWith("\rtesting 1:11\033").endsWith(LastLine.EMPTY);
  }

  @Test
  void aBarThatMadeRoomForALineIsBackAtOnce() {
    try (Bar bar = bar(Bar.Reader.TERMINAL)) {
      bar.show(1, 2, "half");
      seconds += 1;
      bar.hide();
      assertThat(err.toString()).isEmpty();
      bar.show(1, 2, "half");
      assertThat(err.toString()).startsWith("\rhalf [");
      bar.hide();
      assertThat(err.toString()).endsWith(LastLine.EMPTY);
    }
  }

  @Test
  void aLogHearsAfterTenSecondsOfSilence() {
    try (Bar bar = bar(Bar.Reader.LOG)) {
      for (int second = 0; second < 25; second++) {
        bar.show(second, 100, "reading train.csv", second + " %");
        bar.refresh();
        seconds += 1;
      }
      bar.hide();
      bar.show("testing");
      seconds += 9;
      bar.refresh();
      seconds += 1;
      bar.refresh();
    }
    assertThat(err.toString().lines())
        .containsExactly("reading train.csv, 10 %", "reading train.csv, 20 %", "testing, 0:10");
  }

  @Test
  void nobodyHearsNothing() {
    try (Bar bar = bar(Bar.Reader.NOBODY)) {
      bar.show(1, 2, "half");
      seconds += 100;
      bar.refresh();
    }
    assertThat(err.toString()).isEmpty();
  }

  private Bar bar(Bar.Reader reader) {
    return new Bar(new PrintWriter(err), reader, () -> columns, () -> (long) (seconds * 1e9));
  }
}
