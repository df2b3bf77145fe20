package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.PLAN;
import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Json;
import dev.pulmu.layout.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir
  private Path temporary;

  @Test
  void whatWasWrittenIsReadToTheBit() {
    double[] doubles = {
      Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -0.0, 0.1 + 0.2, Math.PI * 1e300, 1
    };
    ObjectNode progress = Json.object().put("text", "ü\n\"풀무\"").put("long", Long.MIN_VALUE);
    for (double value : doubles) {
      progress.withArray("doubles").add(value);
    }
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      progress.withArray("doubles").add(Double.isFinite(value) ? value : 0);
    }

    Path path = temporary.resolve("run");
    try (RunDirectory directory = RunDirectory.create(path, 3)) {
      directory.write(Checkpoint.of(1234, true, progress, List.of(), Samples.state(5)));
    }
    try (RunDirectory directory = RunDirectory.open(path, 3)) {
      Checkpoint read = directory.latest().orElseThrow();
      assertThat(read.step()).isEqualTo(1234);
      assertThat(read.best()).isTrue();
      assertThat(read.progress()).isEqualTo(progress);
      for (int i = 0; i < progress.get("doubles").size(); i++) {
        assertThat(
                Double.doubleToRawLongBits(read.progress().get("doubles").get(i).doubleValue()))
            .isEqualTo(Double.doubleToRawLongBits(progress.get("doubles").get(i).doubleValue()));
      }
      assertThat(read.tensors().state(PLAN).values()).isEqualTo(Samples.state(5).values());
    }
  }

  @Test
  void checkpointsNamedInDigitsOfAnotherLanguageAreNoEmptyRun() throws IOException {
    Path path = temporary.resolve("run");
    create(path, 3).close();
    Path foreign = Files.createDirectories(path.resolve("checkpoints/step-۰۰۰۰۰۰۰۰۴۰"));
    String message = foreign + " was written by an older version, in digits that are not 0 to 9;"
        + " such a run cannot go on, begin a new one in another directory";

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> RunDirectory.open(path, 3))
        .withMessage(message);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> RunDirectory.create(path, 3))
        .withMessage(message);
    assertThat(foreign).isEmptyDirectory();
  }

  @Test
  void theTensorsAreSafetensorsInCanonicalOrder() throws IOException {
    Path path = temporary.resolve("run");
    try (RunDirectory directory = create(path, 3)) {
      directory.write(checkpoint(7));
    }

    ByteBuffer bytes = ByteBuffer.wrap(
            Files.readAllBytes(path.resolve("checkpoints/step-0000000007/tensors.safetensors")))
        .order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    JsonNode json = new ObjectMapper().readTree(header);
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    names.remove("__metadata__");
    assertThat(names).isEqualTo(PLAN.tensors().stream().map(Tensor::name).toList());
    for (Tensor tensor : PLAN.tensors()) {
      JsonNode entry = json.get(tensor.name());
      assertThat(entry.get("dtype").asText()).isEqualTo("F32");
      assertThat(entry.get("data_offsets"))
          .hasToString(
              String.format(Locale.ROOT, "[%d,%d]", 4 * tensor.offset(), 4 * tensor.end()));
      assertThat(entry.get("shape"))
          .hasToString(
              tensor.rows() == 1
                  ? String.format(Locale.ROOT, "[%d]", tensor.columns())
                  : String.format(Locale.ROOT, "[%d,%d]", tensor.rows(), tensor.columns()));
    }
    float[] values = new float[PLAN.size()];
    bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    assertThat(values).isEqualTo(Samples.state(7).values());
    assertThat(bytes.remaining()).isEqualTo(4 * values.length);
  }

  @Test
  void theLastOnesAreKeptAndTheBestThatTheOldestOfThemKnew() {
    try (RunDirectory directory = create(temporary.resolve("run"), 2)) {
      assertThat(directory.latest()).isEmpty();
      assertThat(directory.best()).isEmpty();
      directory.write(checkpoint(1));
      assertThat(directory.best()).isEmpty();
      directory.write(best(2));
      directory.write(checkpoint(3));
      assertThat(directory.steps()).containsExactly(2L, 3L);
      directory.write(checkpoint(4));
      directory.write(checkpoint(5));
      assertThat(directory.steps()).containsExactly(2L, 4L, 5L);
      assertThat(directory.best()).get().matches(found -> found.step() == 2);
      directory.write(best(6));
      assertThat(directory.steps()).as("2 is what 5 knows").containsExactly(2L, 5L, 6L);
      assertThat(directory.best()).get().matches(found -> found.step() == 6);
      directory.write(checkpoint(7));
      assertThat(directory.steps()).containsExactly(6L, 7L);
    }
  }

  @Test
  void oneIsEnoughToKeep() {
    try (RunDirectory directory = create(temporary.resolve("run"), 1)) {
      directory.write(best(1));
      directory.write(checkpoint(2));
      directory.write(checkpoint(3));
      assertThat(directory.steps()).containsExactly(1L, 3L);
      directory.write(best(4));
      assertThat(directory.steps()).containsExactly(4L);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(temporary.resolve("none"), 0))
        .withMessage("a run keeps at least 1 checkpoint, came 0");
    assertThat(temporary.resolve("none").resolve(".lock")).doesNotExist();
  }

  @Test
  void oneOfTheSameStepTakesTheOldOnesPlace() {
    try (RunDirectory directory = create(temporary.resolve("run"), 2)) {
      directory.write(checkpoint(5));
      directory.write(
          Checkpoint.of(5, true, Samples.progress(8), Samples.history(5), Samples.state(8)));
      assertThat(directory.at(5).best()).isTrue();
      assertThat(directory.at(5).progress()).isEqualTo(Samples.progress(8));
      assertThat(directory.steps()).containsExactly(5L);
    }
  }

  @Test
  void rewindingMakesAnOlderOneTheLatest() {
    try (RunDirectory directory = create(temporary.resolve("run"), 3)) {
      directory.write(best(1));
      directory.write(checkpoint(2));
      directory.write(best(3));
      directory.rewind(2);
      assertThat(directory.steps()).containsExactly(1L, 2L);
      assertThat(directory.best()).get().matches(found -> found.step() == 1);
      assertWrong(
          () -> directory.rewind(3),
          directory.path() + " has no checkpoint of step 3; there are those of steps 1, 2, to be"
              + " taken with --at STEP");
      assertThat(directory.steps()).containsExactly(1L, 2L);
    }
  }

  @Test
  void aStepThatIsNotThereIsRefusedWithThoseThatAre() {
    try (RunDirectory directory = create(temporary.resolve("run"), 3)) {
      String nothing = directory.path() + " has no checkpoint of step 7; there is no other one";
      assertWrong(() -> directory.at(7), nothing);
      directory.write(checkpoint(12_345_678_901L));
      assertWrong(
          () -> directory.at(7),
          directory.path() + " has no checkpoint of step 7; there is one of step 12345678901, to"
              + " be taken with --at STEP");
      assertThat(directory.at(12_345_678_901L)).matches(Samples::whole);
    }
  }

  @Test
  void aNewRunTakesNoDirectoryWithCheckpoints() {
    Path path = temporary.resolve("run");
    try (RunDirectory directory = create(path, 3)) {
      directory.write(checkpoint(1));
      directory.write(checkpoint(2));
    }
    assertWrong(
        () -> create(path, 3),
        path + " has checkpoints of a run already (steps 1, 2); go on with --resume " + path
            + " or take another directory");
    try (RunDirectory directory = RunDirectory.open(path, 3)) {
      assertThat(directory.steps()).containsExactly(1L, 2L);
    }
  }

  @Test
  void whatIsNoRunsDirectoryIsRefused() throws IOException {
    Path missing = temporary.resolve("missing");
    assertWrong(() -> RunDirectory.open(missing, 3), missing + ": no such directory");
    Path file = Files.createFile(temporary.resolve("file"));
    assertWrong(() -> RunDirectory.open(file, 3), file + " is not a directory");
    assertWrong(() -> create(file, 3), file + " cannot be made: a file of this name is in the way");
    assertWrong(
        () -> RunDirectory.open(temporary, 3),
        temporary
            + " is not the directory of a run that can go on: it has no folder 'checkpoints'");
    assertThat(temporary.toFile().list()).containsExactly("file");
  }

  @Test
  void aNewDirectoryWithoutCheckpointsIsLeftEmpty() throws IOException {
    Path path = temporary.resolve("run");
    create(path, 3).close();
    assertThat(path).isEmptyDirectory();

    Files.createDirectory(path.resolve("checkpoints"));
    RunDirectory.open(path, 3).close();
    assertThat(path.resolve("checkpoints")).as("of a run that was killed").isEmptyDirectory();
  }

  @Test
  void whatIsNotOursStaysAndDoesNotCount() throws IOException {
    Path path = temporary.resolve("run");
    try (RunDirectory directory = create(path, 3)) {
      directory.write(checkpoint(1));
    }
    Files.createFile(path.resolve("checkpoints/.notes"));
    Files.createFile(path.resolve("checkpoints/step-1"));
    try (RunDirectory directory = RunDirectory.open(path, 3)) {
      assertThat(directory.steps()).containsExactly(1L);
    }
    assertThat(path.resolve("checkpoints/.notes")).exists();
  }

  @Test
  void aClosedDirectoryTakesNothing() {
    RunDirectory directory = create(temporary.resolve("run"), 3);
    directory.write(checkpoint(1));
    directory.close();
    directory.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> directory.write(checkpoint(2)))
        .withMessage("run directory " + directory.path() + " is closed");
  }

  @Test
  void aCheckpointCopiesTheTensorsAndHasAStep() {
    var state = Samples.state(1);
    Checkpoint checkpoint = Checkpoint.of(1, false, Samples.progress(1), Samples.history(1), state);
    state.values()[0] = 7;
    assertThat(checkpoint).matches(Samples::whole);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkpoint(-1))
        .withMessage("a checkpoint wants a step of at least 0, came -1");
  }

  private static RunDirectory create(Path path, int keep) {
    return RunDirectory.create(path, keep, FaultyDisk.sound());
  }

  private static void assertWrong(ThrowingCallable call, String message) {
    assertThatExceptionOfType(CheckpointException.class).isThrownBy(call).withMessage(message);
  }
}
