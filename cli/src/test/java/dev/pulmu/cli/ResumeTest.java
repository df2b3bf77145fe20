package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static dev.pulmu.cli.RunFiles.checkpoint;
import static dev.pulmu.cli.RunFiles.copy;
import static dev.pulmu.cli.RunFiles.newest;
import static dev.pulmu.cli.RunFiles.result;
import static dev.pulmu.cli.RunFiles.steps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.cli.folder.DataLocation;
import dev.pulmu.cli.folder.RunFolder;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.run.Checkpoints;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Progress;
import dev.pulmu.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that were cut off, going on from copies of what another run left at each step. */
class ResumeTest {
  private static final int STEPS_PER_EPOCH = 17;
  private static final int EPOCHS = 4;

  /** A step in the middle of an epoch, with others before and after it. */
  private static final long MIDDLE = 1 + EPOCHS * STEPS_PER_EPOCH / 2;

  @TempDir
  private static Path shared;

  /** A run that was never stopped and kept the checkpoint of every step. */
  private static Path never;

  private static String data;

  @TempDir
  private Path directory;

  @BeforeAll
  static void train() throws IOException {
    data = data(shared.resolve("data")).toString();
    never = run(shared.resolve("never"));
  }

  /** A run in one go that waits for the disk after each step. */
  private static Path run(Path out, String... changes) {
    RunConfig config = RunConfig.parse("""
        hidden = 16
        batch-norm = true
        dropout = 0.2
        optimizer = adam(rate=0.02)
        ema = 0.9
        batch = 32
        """).with(Settings.EPOCHS, EPOCHS);
    for (String change : changes) {
      String[] pair = change.split(" = ");
      config = config.with(pair[0], pair[1]);
    }
    Run run = Run.load(config, Lookup.usual().in(Path.of(data)));
    try (RunFolder folder = RunFolder.create(out, 1000)) {
      folder.keep(run.config());
      DataLocation.keep(out, Optional.of(Path.of(data)));
      try (Checkpoints checkpoints =
          new Checkpoints(folder.checkpoints(), Interval.parse("1step"), failure -> {})) {
        Listener patient = new Listener() {
          @Override
          public void progress(Progress progress) {
            assertThat(checkpoints.flush()).isEmpty();
          }
        };
        run.train(checkpoints, patient).save(out);
      }
    }
    return out;
  }

  private static Result resume(Path run, String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--data", data, "--resume"));
    command.add(run.toString());
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  /** What a run that was killed after some step would have left. */
  private static Path cutOff(Path run, long step, Path to) throws IOException {
    copy(run, to);
    for (long later : steps(to)) {
      if (later > step) {
        delete(checkpoint(to, later));
      }
    }
    Files.delete(to.resolve("report.json"));
    Files.delete(to.resolve("model.safetensors"));
    return to;
  }

  private Path cutOff() throws IOException {
    return cutOff(never, MIDDLE, directory.resolve("run"));
  }

  private static void delete(Path folder) throws IOException {
    for (String file : tree(folder)) {
      Files.delete(folder.resolve(file));
    }
    Files.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save = best",
        "early-stopping = patience(2, metric=trainLoss, change=0.3); epochs = 9",
        "schedule = warmup(20) then cosine; sampling = with-replacement; drop-last = true",
        "until = validationLoss<=0.5; epochs = 9; weight-decay = 0.01; clip = 1",
      })
  void whereverItGoesOnItEndsAsIfItHadNeverStopped(String changes) throws IOException {
    Path whole = run(directory.resolve("whole"), changes.split("; "));
    long last = newest(whole);
    int perEpoch = (int) last / RunFiles.report(whole).get("epochs").size();
    assertThat(steps(whole)).hasSize((int) last);
    assertThat(last).isGreaterThan(perEpoch + 5L);
    Set<Long> tried =
        new TreeSet<>(List.of(1L, (long) perEpoch, perEpoch + 5L, last - perEpoch, last - 1));
    for (long step : tried) {
      Path run = cutOff(whole, step, directory.resolve("run" + step));
      Result result = resume(run);
      assertThat(result.err()).isEmpty();
      assertThat(result.status()).isZero();
      assertThat(result.out()).contains(run + ": going on after step " + step);
      assertThat(result(run)).as("from step %s", step).isEqualTo(result(whole));
      assertThat(RunFiles.report(run).at("/resumed/step").longValue()).isEqualTo(step);
    }
  }

  @Test
  void aStepThatIsAskedForIsGoneOnFromThoughThereAreLaterOnes() throws IOException {
    Path run = copy(never, directory.resolve("run"));
    Result result = resume(run, "--at", Long.toString(MIDDLE));
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains(run + ": going on after step " + MIDDLE);
    assertThat(result(run)).isEqualTo(result(never));
  }

  @Test
  void aFinishedRunSaysSoAndStaysAsItIs() throws IOException {
    Path run = copy(never, directory.resolve("run"));
    Result result = resume(run);
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(run + " is finished: all 4 epochs are done; ask for more with --epochs\n");
    assertThat(tree(run)).isEqualTo(tree(never));
    assertThat(RunFiles.report(run)).isEqualTo(RunFiles.report(never));
  }

  @Test
  void aRunGoesOnForMoreEpochs() throws IOException {
    Path run = run(directory.resolve("run"), "epochs = 2");
    assertThat(resume(run, "--epochs", Integer.toString(EPOCHS)).status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  /** Killed between the last checkpoint and the report, with the report of an earlier end there. */
  @ParameterizedTest
  @ValueSource(strings = {"", "stopped"})
  void theReportOfAnEarlierEndDoesNotMakeARunFinished(String how) throws IOException {
    Path earlier = run(directory.resolve("earlier"), "epochs = 2");
    Path run = copy(never, directory.resolve("run"));
    Files.delete(run.resolve("report.json"));
    String report = Files.readString((how.isEmpty() ? earlier : never).resolve("report.json"));
    Files.writeString(
        run.resolve("report.json"),
        how.isEmpty() ? report : report.replace("\"stopped\" : false", "\"stopped\" : true"));
    Files.delete(run.resolve("model.safetensors"));
    Result result = resume(run);
    assertThat(result.status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
    assertThat(tree(run)).isEqualTo(tree(never));
  }

  @Test
  void withoutACheckpointItStartsOverAndSaysSo() throws IOException {
    Path run = cutOff(never, 0, directory.resolve("run"));
    assertThat(steps(run)).isEmpty();
    Result result = resume(run);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains(run + " has no checkpoint yet: starting over\n");
    assertThat(result(run)).isEqualTo(result(never));
  }

  @Test
  void whatItWouldStartOverFromOutlastsARefusal() throws IOException {
    Path run = cutOff(never, 0, directory.resolve("run"));
    List<String> before = tree(run);
    assertRefused(resume(run, "--batch", "0"), "batch wants");
    assertRefused(
        pulmu("train", "--data", directory.toString(), "--resume", run.toString()),
        directory.toString());
    assertThat(tree(run)).isEqualTo(before);
    assertThat(resume(run).status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --batch | 16 | its batch is 32, came 16; leave --batch out
          --seed | 7 | its seed is 42, came 7; leave --seed out
          --hidden | 16,16 | , dense; leave --network and its shorthands out
          --optimizer | sgd | its optimizer is adam(
          --schedule | cosine | its optimizer is adam(
          --dataset | digits | its dataset is mnist, came digits
          --limit | 500 | its limit is all, came 500
          --save | best | its save is last, came best
          --epochs | 0 | epochs wants a whole number of at least 1, came 0
          """)
  void anotherConfigurationIsRefusedAndNothingIsLost(String option, String value, String message)
      throws IOException {
    Path run = cutOff();
    List<String> before = tree(run);
    String settings = Files.readString(run.resolve("settings.txt"));
    assertRefused(resume(run, option, value), message);
    assertThat(tree(run)).isEqualTo(before);
    assertThat(run.resolve("settings.txt")).hasContent(settings);
    assertThat(resume(run).status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  @Test
  void anotherDataSetIsRefusedAndNothingIsLost() throws IOException {
    Path run = cutOff();
    List<String> before = tree(run);
    Path other = copy(Path.of(data), directory.resolve("other"));
    Path labels = other.resolve("train-labels-idx1-ubyte");
    byte[] changed = Files.readAllBytes(labels);
    changed[changed.length - 1] = (byte) ((changed[changed.length - 1] + 1) % 10);
    Files.write(labels, changed);
    String sum = RunFiles.report(never).at("/dataset/sha256").textValue();
    assertRefused(
        pulmu("train", "--data", other.toString(), "--resume", run.toString()),
        "the run was on mnist with SHA-256 " + sum + ", this is mnist with ");
    assertThat(tree(run)).isEqualTo(before);
    assertThat(resume(run).status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          tensors.safetensors | cut | ' wants '
          tensors.safetensors | flip | ' is damaged: wants SHA-256 '
          tensors.safetensors | delete | ' is missing'
          progress.json | cut | ' wants '
          progress.json | flip | ' is damaged: wants SHA-256 '
          progress.json | delete | ' is missing'
          manifest.json | cut | ' is damaged: '
          manifest.json | flip | ' is damaged: '
          manifest.json | delete | ' is missing'
          """)
  void aDamagedFileIsNamedAndTheOneBeforeIsTakenWhenAskedFor(
      String name, String damage, String message) throws IOException {
    Path run = cutOff();
    long earlier = steps(run).get(steps(run).size() - 2);
    Path file = checkpoint(run, newest(run)).resolve(name);
    damage(file, damage);
    List<String> before = tree(run);

    Result result = resume(run);
    assertRefused(result, file + message);
    assertThat(result.err()).contains(", " + earlier + ", to be taken with --at STEP");
    assertThat(tree(run)).isEqualTo(before);

    Result asked = resume(run, "--at", Long.toString(earlier));
    assertThat(asked.err()).isEmpty();
    assertThat(asked.status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  /** The newest is whole; but what it says is the best so far is not. */
  @Test
  void aDamagedBestCheckpointIsNamedAndNothingIsLost() throws IOException {
    Path best = run(directory.resolve("best"), "save = best");
    long bestSoFar = new ObjectMapper()
        .readTree(checkpoint(best, MIDDLE).resolve("progress.json").toFile())
        .at("/best/step")
        .longValue();
    assertThat(bestSoFar).isPositive().isLessThan(MIDDLE);
    Path run = copy(best, directory.resolve("run"));
    Path file = checkpoint(run, bestSoFar).resolve("tensors.safetensors");
    damage(file, "flip");
    List<String> before = tree(run);
    assertRefused(resume(run, "--at", Long.toString(MIDDLE)), file + " is damaged");
    assertThat(tree(run)).isEqualTo(before);

    String earlier = Long.toString(steps(run).get(0));
    assertThat(resume(run, "--at", earlier).status()).isZero();
    assertThat(result(run)).isEqualTo(result(best));
  }

  /** Nobody asked for its weights. */
  @Test
  void aDamagedBestCheckpointIsInNobodysWayWhereTheLastIsSaved() throws IOException {
    Path run = cutOff();
    damage(checkpoint(run, STEPS_PER_EPOCH).resolve("tensors.safetensors"), "flip");
    assertThat(resume(run).status()).isZero();
    assertThat(result(run)).isEqualTo(result(never));
  }

  private static void damage(Path file, String how) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (how) {
      case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      case "flip" -> {
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
      }
      default -> Files.delete(file);
    }
  }

  @Test
  void aStepThatIsNotThereNamesThoseThatAre() throws IOException {
    Path run = cutOff(never, steps(never).get(1), directory.resolve("run"));
    assertRefused(
        resume(run, "--at", "999"),
        run + " has no checkpoint of step 999; there are those of steps "
            + steps(run).get(0) + ", " + steps(run).get(1) + ", to be taken with --at STEP");
    assertRefused(resume(run, "--at", "soon"), "'soon'");
  }

  @Test
  void optionsThatDoNotGoTogether() throws IOException {
    Path out = directory.resolve("out");
    assertRefused(
        pulmu("train", "--data", data, "--out", out.toString(), "--at", "3"), "add --resume DIR");
    assertThat(out).doesNotExist();
    Path run = cutOff();
    assertRefused(resume(run, "--out", out.toString()), "leave --out out, or --resume");
    assertThat(out).doesNotExist();
    assertRefused(
        pulmu("train", "--data", data, "--out", run.toString()),
        run + " has checkpoints of a run already (step");
  }

  @Test
  void aDirectoryInUseIsLeftAlone() throws IOException {
    Path run = cutOff();
    List<String> before = tree(run);
    try (RunDirectory held = RunDirectory.open(run, 2)) {
      assertThat(held.path()).isEqualTo(run);
      assertRefused(resume(run), run + " is in use by ");
    }
    assertThat(tree(run)).isEqualTo(before);
    assertThat(resume(run).status()).isZero();
  }

  @Test
  void directoriesThatAreNoRuns() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertRefused(resume(empty), empty + " is not the directory of a run that can go on");
    assertThat(empty).isEmptyDirectory();
    Path file = Files.writeString(directory.resolve("file"), "of no run");
    assertRefused(resume(file), file + " is not a directory");
    Path missing = directory.resolve("missing");
    assertRefused(resume(missing), missing + ": no such directory");
    assertThat(missing).doesNotExist();
    assertRefused(resume(Path.of("")), "--resume wants a directory, came an empty text");
    Path bare = Files.createDirectories(directory.resolve("bare").resolve("checkpoints"));
    assertRefused(
        resume(bare.getParent()), "bare has neither checkpoints nor settings.txt (no such file");
  }

  private static void assertRefused(Result result, String message) {
    assertThat(result.errorLines()).singleElement().asString().contains(message);
    assertThat(result.err()).startsWith("pulmu train: ");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(2);
  }
}
