package dev.pulmu.run;

import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.network.Loss;
import dev.pulmu.report.RunReport;
import dev.pulmu.steering.EarlyStopping;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import dev.pulmu.steering.Metric;
import dev.pulmu.steering.Until;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides which epoch of a run is the best, which weights the run saves, and when it ends. Every
 * decision depends only on the epochs that are done, so that a resumed run decides as if it had
 * never stopped.
 *
 * @param watch what makes an epoch better than another, and how long to wait for one
 * @param stops whether the run ends when patience does
 * @param keepsBest whether it leaves the weights of its best epoch, or of the last
 * @param until a condition that ends it
 * @param most the time after which it ends
 */
record Steering(
    EarlyStopping watch,
    boolean stops,
    boolean keepsBest,
    Optional<Until> until,
    Optional<Duration> most) {
  /**
   * The steering that a configuration asks for.
   *
   * @throws IllegalArgumentException if a metric cannot be taken on this data with this loss
   */
  static Steering of(RunConfig config, Dataset data, Loss loss) {
    Optional<EarlyStopping> stopping = config.get(Settings.EARLY_STOPPING);
    Metric usual =
        data.rows(Split.VALIDATION).length > 0 ? Metric.VALIDATION_LOSS : Metric.TRAIN_LOSS;
    Steering steering = new Steering(
        stopping.orElse(new EarlyStopping(Integer.MAX_VALUE, usual, 0)),
        stopping.isPresent(),
        stopping.isPresent() || config.get(Settings.SAVE) == Settings.Save.BEST,
        config.get(Settings.UNTIL),
        config.get(Settings.MAX_TIME));
    steering.watch.metric().check(data, loss);
    steering.until.ifPresent(until -> until.metric().check(data, loss));
    return steering;
  }

  /** Whether the test rows have a say in when the run ends. */
  boolean asksTest() {
    return until.filter(condition -> condition.metric().split() == Split.TEST).isPresent();
  }

  /** The number of the best epoch, from 1; 0 before the first. */
  int best(List<Epoch> epochs) {
    return watch.best(epochs);
  }

  /**
   * Why a run is over, if it is.
   *
   * @param epochs those that are done
   * @param all how many there are to be
   * @param atEnd whether no step was done since the last of them
   * @param spent where the time went
   */
  Optional<Ending> ending(List<Epoch> epochs, int all, boolean atEnd, RunReport.Seconds spent) {
    if (atEnd && !epochs.isEmpty()) {
      Epoch last = epochs.get(epochs.size() - 1);
      if (until.filter(condition -> condition.isMet(last)).isPresent()) {
        return Optional.of(Ending.UNTIL);
      }
      if (epochs.size() >= all) {
        return Optional.of(Ending.EPOCHS);
      }
      if (stops && watch.isOver(epochs)) {
        return Optional.of(Ending.EARLY_STOPPING);
      }
    }
    double seconds = spent.train() + spent.evaluate();
    return most.filter(time -> seconds >= time.toSeconds()).map(time -> Ending.MAX_TIME);
  }
}
