package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.run.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training in a real process that is killed again and again, {@code -Dpulmu.kills=N} times, and
 * goes on each time. What each kill leaves is compared with a training that never stopped.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the status of a killed process says less there")
class KillTest {
  private static final int KILLS = Integer.getInteger("pulmu.kills", 30);
  private static final int KILLED = 128 + 9;

  /** Long enough for a fast machine, on which more steps are done between two kills. */
  private static final int EPOCHS = 10 + KILLS;

  private static final int STEPS_PER_EPOCH = 68;
  private static final long STEPS = (long) EPOCHS * STEPS_PER_EPOCH;

  @TempDir
  private Path directory;

  private Path data;
  private SharedClasses classes;

  @Test
  void aRunThatIsKilledAgainAndAgainEndsAsIfNobodyHad() throws Exception {
    data = data(directory.resolve("data"));
    Path never = directory.resolve("never");
    classes = new SharedClasses(directory);
    try (CommandLineProcess whole = CommandLineProcess.start(
        directory, 0, classes.leave(), command("--out", never, "1epoch"))) {
      assertThat(whole.status()).as(whole::said).isZero();
    }
    assertThat(RunFiles.report(never).get("steps").longValue()).isEqualTo(STEPS);

    Path out = directory.resolve("killed");
    int inWriting = 0;
    try (Reference reference = new Reference(never, data)) {
      Random random = new Random(20);
      for (int kill = 0; kill < KILLS; kill++) {
        long before = RunFiles.newest(out);
        kill(out, kill, random);
        inWriting += RunFiles.isHalfDone(out) ? 1 : 0;
        long newest = RunFiles.newest(out);
        assertThat(newest).isBetween(before, STEPS - 1);
        assertThat(RunFiles.checkpoint(out, newest).resolve("tensors.safetensors"))
            .as("the tensors of step %s, found after kill %s", newest, kill + 1)
            .hasBinaryContent(reference.tensors(newest));
      }
    }
    assertThat(inWriting).as("kills inside writing").isGreaterThanOrEqualTo(KILLS / 6);

    try (CommandLineProcess last = CommandLineProcess.start(
        directory, 0, classes.take(), command("--resume", out, "1epoch"))) {
      assertThat(last.status()).as(last::said).isZero();
    }
    assertThat(RunFiles.result(out)).isEqualTo(RunFiles.result(never));
    assertThat(RunFiles.report(out).at("/resumed/step").longValue()).isPositive();
    assertThat(RunFiles.isHalfDone(out)).isFalse();
  }

  /** Starts or goes on, and kills: after some new checkpoints, or before there is any. */
  private void kill(Path out, int kill, Random random) throws Exception {
    long before = RunFiles.newest(out);
    String way = kill == 0 ? "--out" : "--resume";
    boolean early = kill > 0 && (random.nextInt(6) == 0 || before > STEPS * kill / KILLS);
    long wanted = before + 1 + random.nextInt(20);
    try (CommandLineProcess process =
        CommandLineProcess.start(directory, 2, classes.take(), command(way, out, "1step"))) {
      if (early) {
        process.await(() -> process.lines().contains("going on after step " + before));
      } else {
        process.await(() -> RunFiles.newest(out) >= wanted);
      }
      Thread.sleep(random.nextInt(31));
      assertThat(process.kill()).as(process::said).isEqualTo(KILLED);
      if (kill > 0) {
        assertThat(process.lines()).contains("going on after step " + before);
      }
    }
  }

  private List<String> command(String way, Path run, String every) {
    List<String> command = new ArrayList<>(List.of(
        "train", "--data", data.toString(), way, run.toString(), "--checkpoint-every", every));
    if (way.equals("--out")) {
      command.addAll(
          List.of("--backend", "cpu", "--hidden", "20,20", "--batch-norm", "--dropout", "0.2"));
      command.addAll(List.of("--optimizer", "adam(rate=0.01)", "--ema", "0.99", "--batch", "8"));
      command.addAll(List.of("--schedule", "warmup(100) then cosine", "--save", "best"));
      command.addAll(List.of("--epochs", Integer.toString(EPOCHS)));
    }
    return command;
  }

  /** The same training in this process, step by step and without a run around it. */
  private static final class Reference implements AutoCloseable {
    private final Session session;
    private long done;

    Reference(Path run, Path data) throws IOException {
      RunConfig config = RunConfig.parse(Files.readString(run.resolve("settings.txt")));
      Run same = Run.load(config, Lookup.usual().in(data));
      Feed feed = new Feed(
          same.plan(),
          same.data(),
          config.get(Settings.EPOCHS),
          config.get(Settings.SEED),
          config.get(Settings.SAMPLING),
          config.get(Settings.DROP_LAST));
      State initial = State.initial(same.plan(), config.get(Settings.SEED));
      this.session = same.backend().open(same.plan(), same.data(), feed, initial);
    }

    /** The bytes of the file that holds all tensors after this step, not before the last asked. */
    byte[] tensors(long step) throws IOException {
      if (step > done) {
        session.train(done, step);
        done = step;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Safetensors.of(Map.of(), session.state()).write(bytes);
      return bytes.toByteArray();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
