package dev.pulmu.config;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.Architecture;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Loss;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.steering.EarlyStopping;
import dev.pulmu.steering.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses for a table what nobody said: the loss follows its targets, batches, epochs and early
 * stopping follow the number of its rows.
 *
 * @param config in which everything is chosen
 * @param lines what was chosen and why, for people; none where everything was said
 */
public record TableChoices(RunConfig config, List<String> lines) {
  /** As wide as scikit-learn's; a second layer of it was worse on tables of some hundred rows. */
  private static final Architecture NETWORK = Architecture.parse("dense(100) relu, dense");

  /** Below this many rows a tenth of them is too few to tell one epoch from another. */
  private static final int FEW = 1000;

  private static final double MORE_VALIDATION = 0.2;
  private static final int LEAST_BATCH = 32;
  private static final int MOST_BATCH = 256;
  private static final int LEAST_EPOCHS = 20;
  private static final int MOST_EPOCHS = 300;

  /** The choices for this data set, none where its features are used as they are. */
  public static TableChoices of(RunConfig config, Dataset data) {
    if (!data.isFitted()) {
      return new TableChoices(config, List.of());
    }
    List<String> lines = new ArrayList<>();
    RunConfig chosen = withLoss(config, data, lines);
    if (!config.says(Settings.NETWORK)) {
      chosen = chosen.with(Settings.NETWORK, NETWORK);
      lines.add("network " + NETWORK.text() + "; another one: --network or --hidden");
    }
    return new TableChoices(withLength(chosen, data, lines), lines);
  }

  private static RunConfig withLoss(RunConfig config, Dataset data, List<String> lines) {
    if (config.says(Settings.LOSS)) {
      return config;
    }
    Loss loss = data.targetsAsTheyAre()
        .match(labels -> new SoftmaxCrossEntropy(), TableChoices::lossOfNumbers);
    lines.add("loss " + loss.text() + ", for targets that are "
        + data.targetsAsTheyAre()
            .match(
                labels -> labels.classes() + " classes",
                values -> loss instanceof MeanSquaredError ? "numbers" : "yes (1) or no (0)")
        + "; another one: --loss");
    return config.with(Settings.LOSS, loss);
  }

  private static Loss lossOfNumbers(Targets.Values values) {
    for (float value : values.values()) {
      if (value != 0 && value != 1) {
        return new MeanSquaredError();
      }
    }
    return new SigmoidCrossEntropy();
  }

  private static RunConfig withLength(RunConfig config, Dataset data, List<String> lines) {
    int rows = data.rows(Split.TRAIN).length;
    RunConfig chosen = config;
    List<String> said = new ArrayList<>();
    if (!config.says(Settings.BATCH)) {
      int batch = batch(rows);
      chosen = chosen.with(Settings.BATCH, Optional.of(batch));
      said.add("batches of " + batch);
    }
    boolean isHeldBack = data.rows(Split.VALIDATION).length > 0;
    if (!config.says(Settings.VALIDATION) && !isHeldBack && rows < FEW) {
      chosen = chosen.with(Settings.VALIDATION, MORE_VALIDATION);
      said.add("a share of " + MORE_VALIDATION + " to validate on");
    }
    if (!config.says(Settings.EPOCHS)) {
      int epochs = epochs(rows);
      chosen = chosen.with(Settings.EPOCHS, epochs);
      said.add("at most " + epochs + " epochs");
      isHeldBack |= chosen.get(Settings.VALIDATION) > 0;
      if (isHeldBack && !config.says(Settings.EARLY_STOPPING)) {
        EarlyStopping stopping =
            new EarlyStopping(Math.max(5, epochs / 8), Metric.VALIDATION_LOSS, 0);
        chosen = chosen.with(Settings.EARLY_STOPPING, Optional.of(stopping));
        said.add(stopping.text());
      }
    }
    if (!said.isEmpty()) {
      lines.add("for " + rows + " rows: " + String.join(", ", said));
    }
    return chosen;
  }

  /** A power of two near a hundredth of the rows: small tables want steps, large ones speed. */
  private static int batch(int rows) {
    return Math.max(LEAST_BATCH, Math.min(MOST_BATCH, Integer.highestOneBit(rows / 100 + 1)));
  }

  /** The steps of a run grow with the root of its rows. */
  private static int epochs(int rows) {
    return (int) Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, 9000 / Math.sqrt(rows)));
  }
}
