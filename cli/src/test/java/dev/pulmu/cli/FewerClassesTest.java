package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.cli.folder.DataLocation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * IDX folders with fewer than ten classes, and what commit d5d13d4, which gave them ten, stored of
 * the folder that {@link #write} writes of labels 0..4. It made the resources {@code ten-classes}
 * by
 *
 * <pre>
 * train --dataset mnist --data DIR --backend cpu --hidden none --batch 10 --epochs 2 \
 *     --keep-checkpoints 1 --out run
 * search --dataset mnist --data DIR --backend cpu --hidden none --batch 10 --epochs 2 \
 *     --range rate=1e-3..1e-1 --trials 2 --out search
 * </pre>
 *
 * and the sums of weights by {@code train --resume} of the run, with 4 epochs, and by the same
 * {@code train} with {@code --from run}. On {@code cpu} bits are the same on every machine.
 */
class FewerClassesTest {
  private static final String OF_FOUR_EPOCHS =
      "04df7af2f1d21e7ac51c5a93acfc8acef33c1d2b839ef9c5725876309ae786a5";
  private static final String BEGUN_WITH_MODEL =
      "a0e0e22962503436749c42311cbd2c625474a7e9f11f03d6d5686dd881a2b731";

  @TempDir
  private Path directory;

  private Path data;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    data = write("data", 0, 5);
    out = directory.resolve("out");
  }

  @Test
  void aNewRunHasAsManyOutputsAsTheLabelsHaveClasses() throws IOException {
    Result trained = done(train(data, out));

    assertThat(trained.out()).contains("4 inputs, 5 classes, 25 parameters");
    assertThat(trained.errorLines()).allMatch(line -> line.contains("learned nothing"));
    assertThat(RunFiles.report(out).get("confusion")).hasSize(5);
    done(pulmu("train", "--resume", out.toString(), "--epochs", "3"));
    assertThat(done(pulmu("replay", out.toString())).out()).endsWith(": as in the report\n");
    done(pulmu("evaluate", out.toString()));
  }

  @Test
  void classesAreNamedByTheirLabels() throws IOException {
    Path fromOne = write("from-one", 1, 5);

    done(train(fromOne, out));

    assertThat(done(pulmu("evaluate", out.toString())).out().lines())
        .anyMatch(line -> line.matches("label +1 +2 +3 +4 +5 recall"));
    assertThat(done(pulmu("datasets", "--data", fromOne.toString())).out())
        .contains("classes   5: 1, 2, 3, 4, 5\n");
  }

  @Test
  void aSingleClassIsNothingToLearnButCanBeTestedOn() throws IOException {
    Path single = write("single", 3, 1);

    Result refused = train(single, out);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errorLines())
        .containsExactly("pulmu train: data set 'mnist': at least two classes wanted, all rows have"
            + " '3'; add rows of another class");
    assertThat(out).doesNotExist();

    done(train(data, out));
    assertThat(
            done(pulmu("evaluate", out.toString(), "--data", single.toString())).out())
        .contains("test accuracy ");
  }

  @Test
  void aModelIsNotTestedOnOtherNumbersThanItKnows() throws IOException {
    done(train(data, out));

    Result refused =
        pulmu("evaluate", out.toString(), "--data", write("from-one", 1, 5).toString());

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errorLines())
        .containsExactly("pulmu evaluate: class 1 of the model is '0', of data set 'mnist' it is"
            + " '1'; give it a data set like the one that it learnt from");
  }

  @Test
  void aStoredRunOfTenClassesGoesOnToItsBits() throws IOException {
    Path run = stored("run");

    Result resumed = done(
        pulmu("train", "--resume", run.toString(), "--data", data.toString(), "--epochs", "4"));

    assertThat(resumed.out()).contains("4 inputs, 10 classes, ");
    assertThat(weights(run)).isEqualTo(OF_FOUR_EPOCHS);
  }

  @Test
  void aStoredReportOfTenClassesIsReplayedToItsBits() throws IOException {
    Result replayed = done(pulmu("replay", stored("run").toString(), "--data", data.toString()));

    assertThat(replayed.out()).endsWith(": as in the report\n");
  }

  @Test
  void aStoredModelOfTenClassesIsTestedAsItWas() throws IOException {
    Path run = stored("run");
    DataLocation.keep(run, Optional.of(data));

    Result tested = done(pulmu("evaluate", run.toString(), "--backend", "cpu", "--json"));

    JsonNode json = new ObjectMapper().readTree(tested.out());
    assertThat(json.get("testLoss")).isEqualTo(RunFiles.report(run).get("testLoss"));
    assertThat(json.get("confusion")).isEqualTo(RunFiles.report(run).get("confusion"));
  }

  @Test
  void aStoredModelOfTenClassesIsBegunWith() throws IOException {
    done(train(data, out, "--from", stored("run").toString()));

    assertThat(weights(out)).isEqualTo(BEGUN_WITH_MODEL);
    assertThat(done(pulmu("replay", out.toString())).out()).endsWith(": as in the report\n");
    done(pulmu("train", "--resume", out.toString(), "--epochs", "3"));
  }

  @Test
  void aStoredSearchOfTenClassesGoesOnToTheSameTrials() throws IOException {
    Path search = stored("search");
    Path journal = search.resolve("search.jsonl");
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, lines.subList(0, lines.size() - 1));

    done(pulmu("search", "--resume", search.toString(), "--data", data.toString()));

    assertThat(Files.readAllLines(journal)).isEqualTo(lines);
  }

  private static Result done(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  private static Result train(Path data, Path out, String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--dataset", "mnist", "--data"));
    command.addAll(List.of(data.toString(), "--backend", "cpu", "--hidden", "none"));
    command.addAll(List.of("--batch", "10", "--epochs", "2", "--out", out.toString()));
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  private static String weights(Path run) throws IOException {
    return RunFiles.report(run).get("weightsSha256").textValue();
  }

  private Path stored(String name) throws IOException {
    try {
      Path resource =
          Path.of(FewerClassesTest.class.getResource("/ten-classes/" + name).toURI());
      return RunFiles.copy(resource, directory.resolve("stored-" + name));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(String name, int first, int classes) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    write(folder, "train", 100, first, classes);
    write(folder, "t10k", 50, first, classes);
    return folder;
  }

  private static void write(Path folder, String part, int rows, int first, int classes)
      throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 4 * rows).putInt(0x803).putInt(rows);
    images.putInt(2).putInt(2);
    ByteBuffer labels = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows);
    for (int row = 0; row < rows; row++) {
      int label = first + row % classes;
      labels.put((byte) label);
      for (int pixel = 0; pixel < 4; pixel++) {
        images.put((byte) ((37 * row + 11 * pixel) % 90 + (label >> pixel & 1) * 110));
      }
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
