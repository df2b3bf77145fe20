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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is edited while epochs of ten steps go by. */
class ManualTest {
  @TempDir
  Path directory;

  private Path file;
  private Schedule schedule;

  @BeforeEach
  void start() {
    file = directory.resolve("rate.txt");
    schedule = Schedule.parse("manual(" + file + ", rate=0.5)").start(Past.NONE);
  }

  @Test
  void fileIsReadWhereAnEpochBegins() throws IOException {
    write("0.25\n");
    assertThat(rate(0)).isEqualTo(0.25);
    write("0.125");
    assertThat(rate(9)).isEqualTo(0.25);
    assertThat(rate(10)).isEqualTo(0.125);
    write("1");
    assertThat(rate(5)).isEqualTo(0.25);
    assertThat(rate(19)).isEqualTo(0.125);
    assertThat(rate(20)).isEqualTo(1);
    assertThat(schedule.edits())
        .containsExactly(
            new Edit(1, 0.25, file + " says 0.25"),
            new Edit(2, 0.125, file + " says 0.125"),
            new Edit(3, 1, file + " says 1"));
  }

  @Test
  void commentsAndEmptyLinesSayNothing() throws IOException {
    write("# slower, please\n\n  0.25  \n#0.1\n");
    assertThat(rate(0)).isEqualTo(0.25);
  }

  @Test
  void rateThatStaysIsNoEdit() throws IOException {
    write("0.5");
    assertThat(rate(0)).isEqualTo(0.5);
    assertThat(rate(10)).isEqualTo(0.5);
    assertThat(schedule.edits()).isEmpty();
  }

  @Test
  void missingFileLeavesTheRateAndIsToldOnceAsIsItsReturn() throws IOException {
    assertThat(rate(0)).isEqualTo(0.5);
    assertThat(rate(10)).isEqualTo(0.5);
    write("0.25");
    assertThat(rate(20)).isEqualTo(0.25);
    Files.delete(file);
    assertThat(rate(30)).isEqualTo(0.25);
    write("0.25");
    assertThat(rate(40)).isEqualTo(0.25);
    Files.delete(file);
    assertThat(rate(50)).isEqualTo(0.25);
    assertThat(schedule.edits())
        .containsExactly(
            new Edit(1, 0.5, "there is no " + file + "; the rate stays 0.5"),
            new Edit(3, 0.25, file + " says 0.25"),
            new Edit(4, 0.25, "there is no " + file + "; the rate stays 0.25"),
            new Edit(5, 0.25, file + " says 0.25"),
            new Edit(6, 0.25, "there is no " + file + "; the rate stays 0.25"));
  }

  @Test
  void nonsenseLeavesTheLastRate() throws IOException {
    write("0.25");
    rate(0);
    List<String> messages = new ArrayList<>();
    List<String> contents =
        List.of("fast", "", "0.1\n0.2", "-1", "0", "nan", "x".repeat(1000), "\u0000");
    for (int i = 0; i < contents.size(); i++) {
      write(contents.get(i));
      assertThat(rate(10 * (i + 1))).isEqualTo(0.25);
      Edit last = schedule.edits().get(schedule.edits().size() - 1);
      assertThat(last.epoch()).isEqualTo(i + 2);
      assertThat(last.rate()).isEqualTo(0.25);
      assertThat(last.message()).endsWith("; the rate stays 0.25");
      messages.add(
          last.message().replace(file.toString(), "F").replace("; the rate stays 0.25", ""));
    }
    assertThat(messages)
        .containsExactly(
            "F wants a number, came 'fast'",
            "F wants one line with a number, came 0",
            "F wants one line with a number, came 2",
            "F: a learning rate is a number above 0, came -1",
            "F: a learning rate is a number above 0, came 0",
            "F: a learning rate is a number above 0, came NaN",
            "F wants a number, came '" + "x".repeat(40) + "'",
            "F wants a number, came '\u0000'");
  }

  @Test
  void whatCannotBeReadLeavesTheRate() throws IOException {
    Files.createDirectory(file);
    assertThat(rate(0)).isEqualTo(0.5);
    assertThat(schedule.edits()).hasSize(1);
    assertThat(schedule.edits().get(0).message())
        .startsWith("cannot read " + file + " (")
        .endsWith("); the rate stays 0.5");
  }

  @Test
  void bytesThatAreNoTextAreSaidToBeNone() throws IOException {
    Files.write(file, new byte[] {'1', (byte) 0xff});
    assertThat(rate(0)).isEqualTo(0.5);
    assertThat(schedule.edits())
        .extracting(Edit::message)
        .containsExactly(file + " is no text in UTF-8; the rate stays 0.5");
  }

  @Test
  void aKeyThatIsNoneIsNamedBeforeAFileIsMissed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("manual(a=b.txt)", 1))
        .withMessageStartingWith("manual has no key 'a'; known: file");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("manual", 1))
        .withMessage("manual wants a file, as in manual(rate.txt, rate=0.1)");
  }

  @Test
  void everyRunBeginsAnew() throws IOException {
    write("0.25");
    Manual manual = new Manual(new Manual.RateFile(file), 0.5);
    Schedule first = manual.start(Past.NONE);
    assertThat(first.rate(new Place(0, 10, 100))).isEqualTo(0.25);
    write("0.125");
    Schedule second = manual.start(Past.NONE);
    assertThat(second.rate(new Place(0, 10, 100))).isEqualTo(0.125);
    assertThat(first.rate(new Place(0, 10, 100))).isEqualTo(0.25);
    assertThat(manual.rate(new Place(0, 10, 100))).isEqualTo(0.125);
    assertThat(manual.edits()).isEmpty();
    assertThat(first.text()).isEqualTo(manual.text());
    assertThat(first.base()).isEqualTo(manual.base()).isEqualTo(0.5);
  }

  @Test
  void callbackIsAskedOnceAnEpoch() {
    List<Integer> asked = new ArrayList<>();
    Manual manual = new Manual(
        epoch -> {
          asked.add(epoch);
          return 1.0 / epoch;
        },
        0.5);
    assertThat(manual.text()).isEqualTo("manual(callback, rate=0.5)");
    Schedule started = manual.start(Past.NONE);
    for (int step = 0; step < 30; step++) {
      assertThat(started.rate(new Place(step, 10, 30))).isEqualTo(1.0 / (step / 10 + 1));
    }
    assertThat(asked).containsExactly(1, 2, 3);
    assertThat(started.edits()).first().isEqualTo(new Edit(1, 1, "callback says 1"));
  }

  @Test
  void schedulesOfTheSameTextAreEqualWhateverTheirSourcesSay() {
    Manual manual = new Manual(epoch -> 1, 0.5);
    assertThat(Schedule.parse(manual.text())).isEqualTo(manual).hasSameHashCodeAs(manual);
    assertThat(new Manual(epoch -> 1, 0.25)).isNotEqualTo(manual);
    assertThat(Schedule.parse("manual(other, rate=0.5)")).isNotEqualTo(manual);
  }

  @Test
  void warmupRisesToWhatTheFileSaysNow() throws IOException {
    schedule = Schedule.parse("warmup(20) then manual(" + file + ", rate=0.5)").start(Past.NONE);
    write("1");
    assertThat(rate(4)).isEqualTo(0.25);
    write("2");
    assertThat(rate(9)).isEqualTo(0.5);
    assertThat(rate(14)).isEqualTo(1.5);
    write("4");
    assertThat(rate(20)).isEqualTo(4);
    assertThat(schedule.edits()).extracting(Edit::epoch).containsExactly(1, 2, 3);
    assertThat(schedule.base()).isEqualTo(0.5);
  }

  @Test
  void resumedEpochKeepsItsRateAndTheNextOneReads() throws IOException {
    Edit past = new Edit(2, 0.25, file + " says 0.25");
    write("0.125");
    schedule = new Manual(new Manual.RateFile(file), 0.5)
        .start(new Past(3, List.of(past), List.of(9.0, 8.0), List.of()));
    assertThat(schedule.edits()).containsExactly(past);
    assertThat(rate(29)).isEqualTo(0.25);
    assertThat(rate(10)).isEqualTo(0.25);
    assertThat(rate(9)).isEqualTo(0.5);
    assertThat(schedule.edits()).containsExactly(past);
    assertThat(rate(30)).isEqualTo(0.125);
    assertThat(schedule.edits()).containsExactly(past, new Edit(4, 0.125, file + " says 0.125"));
  }

  @Test
  void resumedRunDoesNotComplainAgain() {
    Edit past = new Edit(1, 0.5, "there is no " + file + "; the rate stays 0.5");
    schedule = new Manual(new Manual.RateFile(file), 0.5)
        .start(new Past(1, List.of(past), List.of(9.0), List.of()));
    assertThat(rate(10)).isEqualTo(0.5);
    assertThat(schedule.edits()).containsExactly(past);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b.txt", "a=b.txt", "a(1", "a)1", " a", "a ", "a\nb"})
  void pathThatWouldNotReadBackIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Manual.RateFile(Path.of(path)))
        .withMessage("manual wants a file whose path has no ',', '=', '(', ')' or line break and no"
            + " space at its ends, came '" + path + "'; rename it or link to it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.txt", "a then b.txt", "a:b#c;d'e.txt", "../é/a.txt"})
  void otherPathsReadBack(String path) {
    Manual manual = new Manual(new Manual.RateFile(Path.of(path)), 0.5);
    assertThat(Schedule.parse(manual.text())).isEqualTo(manual);
  }

  private double rate(long step) {
    return schedule.rate(new Place(step, 10, 1000));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
