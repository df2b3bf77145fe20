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

  /** Below this many rows none can be spared. */
  private static final int LEAST = 20;

  private static final int LEAST_BATCH = 32;
  private static final int MOST_BATCH = 256;
  private static final int LEAST_EPOCHS = 20;
  private static final int MOST_EPOCHS = 300;

  /** Characters of a line for people. */
  private static final int WIDTH = 80;

  /** The choices for this data set, none where its features are used as they are. */
  public static TableChoices of(RunConfig config, Dataset data) {
    if (!data.isFitted()) {
      return new TableChoices(config, List.of());
    }
    List<String> options = new ArrayList<>();
    RunConfig chosen = config;
    if (!config.says(Settings.LOSS)) {
      chosen = chosen.with(Settings.LOSS, loss(data));
      options.add(option(chosen, Settings.LOSS));
    }
    if (!config.says(Settings.NETWORK)) {
      chosen = chosen.with(Settings.NETWORK, NETWORK);
      options.add(option(chosen, Settings.NETWORK));
    }
    chosen = withLength(chosen, data, options);
    return new TableChoices(chosen, lines(data, options));
  }

  private static String option(RunConfig config, Setting<?> setting) {
    String text = config.text(setting);
    return "--" + setting.key() + " " + (text.matches("[\\w.-]+") ? text : "'" + text + "'");
  }

  private static List<String> lines(Dataset data, List<String> options) {
    if (options.isEmpty()) {
      return List.of();
    }
    String targets = data.targetsAsTheyAre()
        .match(labels -> labels.classes() + " classes", values -> values.columns() + " numbers");
    List<String> lines = new ArrayList<>();
    lines.add("chosen for " + data.rows(Split.TRAIN).length + " rows and " + targets + ":");
    for (String option : options) {
      String last = lines.get(lines.size() - 1);
      boolean fits = lines.size() > 1 && last.length() + 1 + option.length() <= WIDTH;
      if (fits) {
        lines.set(lines.size() - 1, last + " " + option);
      } else {
        lines.add("  " + option);
      }
    }
    return lines;
  }

  /** The configuration with the targets of a table as its cells say that they are. */
  public static RunConfig withTargets(RunConfig config, Dataset data) {
    return data.recipe()
        .map(recipe -> config.with(Settings.TARGETS, Optional.of(recipe.targets())))
        .orElse(config);
  }

  private static Loss loss(Dataset data) {
    return data.targetsAsTheyAre()
        .match(labels -> new SoftmaxCrossEntropy(), TableChoices::lossOfNumbers);
  }

  private static Loss lossOfNumbers(Targets.Values values) {
    for (float value : values.values()) {
      if (value != 0 && value != 1) {
        return new MeanSquaredError();
      }
    }
    return new SigmoidCrossEntropy();
  }

  private static RunConfig withLength(RunConfig config, Dataset data, List<String> options) {
    int rows = data.rows(Split.TRAIN).length;
    RunConfig chosen = config;
    if (!config.says(Settings.BATCH)) {
      chosen = chosen.with(Settings.BATCH, Optional.of(batch(rows)));
      options.add(option(chosen, Settings.BATCH));
    }
    boolean isHeldBack = data.rows(Split.VALIDATION).length > 0;
    if (!config.says(Settings.VALIDATION) && !isHeldBack && rows < FEW) {
      chosen = chosen.with(Settings.VALIDATION, rows < LEAST ? 0 : MORE_VALIDATION);
      options.add(option(chosen, Settings.VALIDATION));
    }
    if (!config.says(Settings.EPOCHS)) {
      int epochs = epochs(rows);
      chosen = chosen.with(Settings.EPOCHS, epochs);
      options.add(option(chosen, Settings.EPOCHS));
      isHeldBack |= chosen.get(Settings.VALIDATION) > 0;
      if (isHeldBack && !config.says(Settings.EARLY_STOPPING)) {
        chosen = chosen.with(
            Settings.EARLY_STOPPING,
            Optional.of(new EarlyStopping(Math.max(5, epochs / 8), Metric.VALIDATION_LOSS, 0)));
        options.add(option(chosen, Settings.EARLY_STOPPING));
      }
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
