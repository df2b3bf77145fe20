package dev.pulmu.run;

import dev.pulmu.checkpoint.Checkpoint;
import dev.pulmu.checkpoint.CheckpointException;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import dev.pulmu.report.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The point from which a run that was begun before goes on: a checkpoint, read and verified.
 *
 * @param directory of the run
 * @param state of the run at the checkpoint
 * @param checkpoint where that is from, with every persistent tensor
 * @param isStretched whether the state has another schedule than the checkpoint
 */
public record Resumption(
    RunDirectory directory, RunState state, Checkpoint checkpoint, boolean isStretched) {
  /** The settings that a resumed run may change: with any other it would be another run. */
  static final List<Setting<?>> FREE =
      List.of(Settings.EPOCHS, Settings.BACKEND, Settings.UNTIL, Settings.MAX_TIME);

  /**
   * The newest checkpoint of a directory, or that of a step.
   *
   * @return empty if there is none yet
   * @throws CheckpointException if it is not as it was written
   */
  public static Optional<Resumption> of(RunDirectory directory, OptionalLong step) {
    Optional<Checkpoint> found =
        step.isPresent() ? Optional.of(directory.at(step.getAsLong())) : directory.latest();
    return found.map(checkpoint -> new Resumption(
        directory, RunState.parse(checkpoint.progress(), checkpoint.history()), checkpoint, false));
  }

  /**
   * This resumption with a schedule that spans so many epochs from here on. Without it, a schedule
   * keeps the length that it has and then stays at its end.
   *
   * @throws IllegalArgumentException if the run has no such schedule
   */
  public Resumption stretched(int epochs) {
    if (state.spans().isEmpty()) {
      throw new IllegalArgumentException("only a rate by cosine, one-cycle or polynomial can be"
          + " stretched, this run's does not know how long it is; leave --stretch-schedule out");
    }
    return new Resumption(directory, state.stretched(epochs), checkpoint, true);
  }

  /**
   * Checks that a configuration asks for the same run.
   *
   * @throws IllegalArgumentException naming the first difference
   */
  void checkFits(RunConfig wanted) {
    for (Setting<?> setting : Settings.all()) {
      String had = state.config().text(setting);
      String came = wanted.text(setting);
      if (!FREE.contains(setting) && !had.equals(came)) {
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "a run goes on as it began: its %s is %s, came %s;",
                setting.key(),
                had,
                came)
            + " leave --" + setting.key() + hasShorthands(setting) + " out, or begin another run");
      }
    }
  }

  private static String hasShorthands(Setting<?> setting) {
    boolean has = Settings.shorthands().stream().anyMatch(shorthand -> shorthand.of() == setting);
    return has ? " and its shorthands" : "";
  }

  /**
   * Checks that data is what the run was on.
   *
   * @throws IllegalArgumentException naming the difference
   */
  void checkFits(RunReport.Source data) {
    if (!state.dataset().sha256().equals(data.sha256())) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the run was on %s with SHA-256 %s, this is %s with %s; say where its data is with --data",
          state.dataset().name(),
          state.dataset().sha256(),
          data.name(),
          data.sha256()));
    }
  }

  State tensors(Plan plan) {
    return checkpoint.tensors().state(plan);
  }

  /**
   * The tensors of the best epoch so far, if there is one.
   *
   * @throws CheckpointException if they are not as they were written
   */
  Optional<State> best(Plan plan) {
    return state.best().map(best -> directory.at(best.step()).tensors().state(plan));
  }

  /**
   * Begins: removes any later checkpoints, since the run goes another way from here. A stretched
   * schedule is written down, so that the next one who resumes has it too.
   */
  void begin() {
    directory.rewind(state.step());
    if (isStretched) {
      directory.write(checkpoint.with(state.json(), state.history()));
    }
  }
}
