package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not as they were written. */
class DamageTest {
  private static final String OTHERS =
      "; there are those of steps 10, 20, to be taken with --at STEP";

  @TempDir
  private Path temporary;

  private RunDirectory directory;
  private Path folder;

  @BeforeEach
  void threeCheckpoints() {
    directory = RunDirectory.create(temporary.resolve("run"), 3, FaultyDisk.sound());
    directory.write(best(10));
    directory.write(checkpoint(20));
    directory.write(best(30));
    folder = directory.path().resolve("checkpoints/step-0000000030");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensors.safetensors", "progress.json", "manifest.json"})
  void aFlippedBitAnywhereIsFoundInItsFile(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << i % 8);
      Files.write(file, bad);
      assertThatExceptionOfType(CheckpointException.class)
          .as("bit %s of byte %s", i % 8, i)
          .isThrownBy(() -> directory.latest())
          .withMessageStartingWith(file + " is damaged: ")
          .withMessageEndingWith(OTHERS);
    }
    Files.write(file, good);
    assertThat(directory.latest()).get().matches(Samples::whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensors.safetensors", "progress.json"})
  void aFileOfAnotherLengthIsRefusedWithBoth(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 13) {
      Files.write(file, Arrays.copyOf(good, length));
      assertWrong(
          file + " wants " + good.length + " bytes, came " + length + "; it is cut" + OTHERS);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertWrong(file + " wants " + good.length + " bytes, came " + (good.length + 1) + OTHERS);
  }

  @Test
  void aManifestThatIsCutIsRefused() throws IOException {
    Path file = folder.resolve("manifest.json");
    byte[] good = Files.readAllBytes(file);
    // The last byte ends the last line, and says nothing
    for (int length = 0; length < good.length - 1; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> directory.latest())
          .withMessageStartingWith(file + " is damaged: it is no JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensors.safetensors", "progress.json", "manifest.json"})
  void aMissingFileIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertWrong(folder.resolve(name) + " is missing" + OTHERS);
    assertThat(directory.at(20)).matches(Samples::whole);
    assertThat(directory.at(10)).matches(Samples::whole);
  }

  @Test
  void aFolderOfAnotherNameIsRefused() throws IOException {
    Files.move(folder, folder.resolveSibling("step-0000000040"));
    assertWrong(folder.resolveSibling("step-0000000040")
        + "/manifest.json is of step 30, its folder of 40" + OTHERS);
  }

  @Test
  void aManifestOfALaterVersionIsRefused() throws IOException {
    Path file = folder.resolve("manifest.json");
    // Made by hand: the sum is that of the text without white space and without itself
    String later = "{\"format\":2,\"step\":30}";
    String sum =
        HexFormat.of().formatHex(Manifest.digest().digest(later.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(file, later.replace("}", ", \"sha256\": \"" + sum + "\"}"));
    assertWrong(file + " has format 2, this version of Pulmu knows 1" + OTHERS);

    Files.write(file, new Manifest(30, false, Map.of(), Optional.empty()).json());
    assertWrong(
        folder.resolve("tensors.safetensors") + " is not in the manifest beside it" + OTHERS);
    Files.writeString(file, "[]");
    assertWrong(file + " is damaged: it is no JSON object" + OTHERS);
  }

  @Test
  void theBestOneIsNotGuessed() throws IOException {
    Path manifest = folder.resolve("manifest.json");
    Files.delete(manifest);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> directory.best())
        .withMessage(manifest + " is missing" + OTHERS);
  }

  @Test
  void writingGoesOnAndThrowsNothingAwayThatItCannotRead() throws IOException {
    Files.delete(folder.resolve("manifest.json"));
    for (long step : List.of(40L, 50L, 60L, 70L)) {
      directory.write(checkpoint(step));
    }
    assertThat(directory.steps()).containsExactly(10L, 30L, 50L, 60L, 70L);
    assertThat(directory.latest()).get().matches(Samples::whole);
  }

  @Test
  void theOnlyOneHasNoOthers() throws IOException {
    directory.rewind(10);
    Path tensors = directory.path().resolve("checkpoints/step-0000000010/tensors.safetensors");
    Files.delete(tensors);
    assertWrong(tensors + " is missing; there is no other one");
  }

  @Test
  void theManifestSaysWhatItSaysToOtherReaders() throws IOException {
    ObjectNode json =
        (ObjectNode) new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
    assertThat(json.get("step").asLong()).isEqualTo(30);
    assertThat(json.get("best").asBoolean()).isTrue();
    assertThat(json.at("/files/progress.json/bytes").asLong())
        .isEqualTo(Files.size(folder.resolve("progress.json")));
    assertThat(json.at("/files/progress.json/sha256").asText())
        .isEqualTo(HexFormat.of()
            .formatHex(
                Manifest.digest().digest(Files.readAllBytes(folder.resolve("progress.json")))));
  }

  private void assertWrong(String message) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> directory.latest())
        .withMessage(message);
  }
}
