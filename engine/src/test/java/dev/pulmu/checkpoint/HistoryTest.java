package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all checkpoints of a run share. */
class HistoryTest {
  @TempDir
  private Path temporary;

  private Path path;
  private Path file;

  @BeforeEach
  void name() {
    path = temporary.resolve("run");
    file = path.resolve("checkpoints").resolve("history.jsonl");
  }

  /** Of the square it would be four times as many. */
  @Test
  void twiceAsManyBestEpochsWriteTwiceAsManyBytes() {
    long once = written(150);
    long twice = written(300);
    assertThat((double) twice / once).isBetween(1.9, 2.1);
  }

  /**
   * The bytes of a run with a new best checkpoint after each epoch, with lines as long as these.
   */
  private long written(int epochs) {
    FaultyDisk disk = FaultyDisk.sound();
    List<ObjectNode> history = new ArrayList<>();
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run" + epochs), 2, disk)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        history.add(Json.object().put("epoch", 1000 + epoch).put("text", "x".repeat(200)));
        directory.write(
            Checkpoint.of(epoch, true, Samples.progress(1), history, Samples.state(epoch)));
      }
      assertThat(directory.latest().orElseThrow().history()).isEqualTo(history);
    }
    return disk.written();
  }

  @Test
  void aRunThatIsOpenedAgainGoesOnBehindItsLastLine() throws IOException {
    try (RunDirectory directory = create()) {
      directory.write(checkpoint(3));
    }
    String three = Files.readString(file);
    assertThat(three.lines()).hasSize(3);
    Files.writeString(file, three + "{\"line\":3,\"cut");
    try (RunDirectory directory = open()) {
      assertThat(directory.latest()).get().matches(Samples::whole);
      directory.write(checkpoint(5));
      assertThat(directory.latest()).get().matches(Samples::whole);
      assertThat(directory.at(3)).matches(Samples::whole);
    }
    assertThat(Files.readString(file)).startsWith(three);
    assertThat(Files.readString(file).lines()).hasSize(5);
  }

  @Test
  void whatFollowsARewoundOneIsAnotherHistory() {
    List<ObjectNode> other = new ArrayList<>(Samples.history(1));
    other.add(Json.object().put("line", "another"));
    try (RunDirectory directory = create()) {
      directory.write(checkpoint(1));
      directory.write(checkpoint(3));
      directory.rewind(1);
      directory.write(Checkpoint.of(2, false, Samples.progress(2), other, Samples.state(2)));
      assertThat(directory.at(2).history()).isEqualTo(other);
      assertThat(directory.at(1)).matches(Samples::whole);
    }
    try (RunDirectory directory = open()) {
      assertThat(directory.latest().orElseThrow().history()).isEqualTo(other);
    }
  }

  /** As one that is best and could not be written at first. */
  @Test
  void oneThatIsWrittenAfterALaterOneHasTheLinesThatItHad() {
    try (RunDirectory directory = create()) {
      directory.write(checkpoint(4));
      directory.write(best(2));
      assertThat(directory.at(2)).matches(Samples::whole);
      directory.write(checkpoint(6));
      assertThat(directory.at(6)).matches(Samples::whole);
      assertThat(directory.at(2)).matches(Samples::whole);
    }
  }

  @Test
  void damageIsNamedAndConcernsThoseThatHaveTheLine() throws IOException {
    try (RunDirectory directory = create()) {
      directory.write(checkpoint(2));
      long two = Files.size(file);
      directory.write(checkpoint(4));
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << i % 8);
        Files.write(file, bad);
        assertWrong(directory, file + " is damaged: wants SHA-256 ");
        if (i >= two) {
          assertThat(directory.at(2)).matches(Samples::whole);
        }
      }
      for (int length = 0; length < good.length; length += 7) {
        Files.write(file, Arrays.copyOf(good, length));
        assertWrong(
            directory, file + " wants " + good.length + " bytes, came " + length + "; it is cut");
      }
      Files.delete(file);
      assertWrong(directory, file + " is missing");
      Files.write(file, good);
      assertThat(directory.latest()).get().matches(Samples::whole);
    }
  }

  @Test
  void onlyCheckpointsThatHaveNoDamagedLineAreOffered() throws IOException {
    try (RunDirectory directory = create()) {
      directory.write(checkpoint(2));
      long two = Files.size(file);
      directory.write(checkpoint(4));
      directory.write(checkpoint(6));
      byte[] good = Files.readAllBytes(file);

      Files.write(file, Arrays.copyOf(good, (int) two));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(directory::latest)
          .withMessageEndingWith("; there is one of step 2, to be taken with --at STEP");
      Files.delete(file);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(directory::latest)
          .withMessage(file + " is missing; there is no other one");
    }
  }

  @Test
  void aRunWithoutAnyLineHasNoFile() {
    try (RunDirectory directory = create()) {
      directory.write(Checkpoint.of(1, false, Samples.progress(1), List.of(), Samples.state(1)));
      assertThat(directory.latest().orElseThrow().history()).isEmpty();
      assertThat(file).doesNotExist();
    }
  }

  private static void assertWrong(RunDirectory directory, String message) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(directory::latest)
        .withMessageStartingWith(message);
  }

  private RunDirectory create() {
    return RunDirectory.create(path, 9, FaultyDisk.sound());
  }

  private RunDirectory open() {
    return RunDirectory.open(path, 9, FaultyDisk.sound());
  }
}
