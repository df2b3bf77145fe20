package dev.pulmu.cli.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.report.RunReport;
import dev.pulmu.steering.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of a run: its settings, its checkpoints and, when it is over, its results. */
public final class RunFolder implements AutoCloseable {
  /** The file of the run's settings, from which a run without a checkpoint starts over. */
  static final String SETTINGS = "settings.txt";

  private final OutputDirectory output;
  private final RunDirectory checkpoints;
  private final boolean created;

  private RunFolder(OutputDirectory output, RunDirectory checkpoints, boolean created) {
    this.output = output;
    this.checkpoints = checkpoints;
    this.created = created;
  }

  /**
   * The directory of a new run.
   *
   * @throws IllegalArgumentException if it cannot be written to
   * @throws dev.pulmu.checkpoint.CheckpointException if another run has it
   */
  public static RunFolder create(Path path, int keep) {
    return create(OutputDirectory.create(path), keep);
  }

  /** The directory of a new run, in one that was made for it. */
  public static RunFolder create(OutputDirectory output, int keep) {
    try {
      return new RunFolder(output, RunDirectory.create(output.path(), keep), true);
    } catch (RuntimeException e) {
      output.removeIfEmpty();
      throw e;
    }
  }

  /** The directory of a run that goes on. */
  public static RunFolder open(Path path, int keep) {
    RunDirectory checkpoints = RunDirectory.open(path, keep);
    try {
      return new RunFolder(OutputDirectory.create(path), checkpoints, false);
    } catch (RuntimeException e) {
      checkpoints.close();
      throw e;
    }
  }

  public Path path() {
    return output.path();
  }

  public RunDirectory checkpoints() {
    return checkpoints;
  }

  /**
   * Whether the results of a run that ended after this step are here: the report is written last.
   */
  public boolean hasResults(long step) {
    try {
      JsonNode report =
          new ObjectMapper().readTree(path().resolve(RunReport.FILE).toFile());
      return report.path("steps").asLong(-1) == step
          && !report.path("stopped").asBoolean()
          && !report.path("ending").asText().equals(Ending.DIVERGED.text());
    } catch (IOException none) {
      return false;
    }
  }

  public void keep(RunConfig config) {
    StringBuilder lines = new StringBuilder();
    config.written().forEach((key, value) -> lines.append(key + " = " + value + "\n"));
    byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path().resolve(SETTINGS), out -> out.write(text));
  }

  /**
   * The settings that were asked for last; they may have more epochs than the newest checkpoint
   * knows of.
   *
   * @param otherwise the settings if they were not written down
   * @throws IllegalArgumentException if that is nothing
   */
  public RunConfig settings(Optional<RunConfig> otherwise) {
    Path file = path().resolve(SETTINGS);
    if (otherwise.isPresent() && Files.notExists(file)) {
      return otherwise.get();
    }
    try {
      return RunConfig.parseWritten(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path() + " has neither checkpoints nor " + SETTINGS + " (" + AtomicFile.reason(e)
              + "); begin a new run",
          e);
    }
  }

  /** Leaves no trace of a new run that left nothing to go on from. */
  @Override
  public void close() {
    boolean nothing =
        checkpoints.steps().isEmpty() && Files.notExists(path().resolve(RunReport.FILE));
    try {
      if (created && nothing) {
        Files.deleteIfExists(path().resolve(SETTINGS));
        Files.deleteIfExists(path().resolve(DataLocation.FILE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      checkpoints.close();
      output.removeIfEmpty();
    }
  }
}
