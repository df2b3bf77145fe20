package dev.pulmu.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.feed.Sampling;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Configurations at random, written and read back. */
class RunConfigRoundTripTest {
  @Test
  void aTextReadsBackToAnEqualConfigurationWhateverItSays() {
    for (int seed = 0; seed < 500; seed++) {
      RunConfig config = random(new Random(seed));
      RunConfig back = RunConfig.parse(config.text());
      assertThat(back).as("seed %d", seed).isEqualTo(config).hasSameHashCodeAs(config);
      assertThat(back.text()).isEqualTo(config.text());
    }
  }

  private static RunConfig random(Random random) {
    String hidden = IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> 1 + random.nextInt(999) + "")
        .collect(Collectors.joining(","));
    double rate = Math.exp(random.nextGaussian() * 9);
    Schedule constant = new Schedule.Constant(rate);
    return RunConfig.DEFAULT
        .with(Settings.DATASET, random.nextBoolean() ? "mnist" : "my-data.2")
        .with(Settings.TARGETS, targets(random))
        .with(Settings.BACKEND, random.nextBoolean() ? "auto" : "cpu")
        .with(
            Settings.OPTIMIZER,
            random.nextBoolean()
                ? new Sgd(constant)
                : new Adam(
                    constant, random.nextFloat(), random.nextFloat(), 1e-20f + random.nextFloat()))
        .with("hidden", hidden.isEmpty() ? "none" : hidden)
        .with("batch-norm", Boolean.toString(!hidden.isEmpty() && random.nextBoolean()))
        .with("batch-norm-statistics", Call.word(any(random, BatchNorm.Statistics.values())))
        .with("activation", any(random, Activation.values()).text())
        .with("init", random.nextBoolean() ? "auto" : initialization(random).text())
        .with("dropout", Numbers.text(random.nextFloat()))
        .with("dropout-style", Call.word(any(random, Dropout.Style.values())))
        .with(Settings.WEIGHT_DECAY, random.nextFloat() * 1e-3f)
        .with(Settings.L1, random.nextFloat() * 1e-3f)
        .with(Settings.CLIP, random.nextFloat() * 10)
        .with(Settings.EMA, random.nextFloat())
        .with(Settings.LOSS, loss(random))
        .with(Settings.SAMPLING, any(random, Sampling.values()))
        .with(Settings.DROP_LAST, random.nextBoolean())
        .with(
            Settings.BATCH,
            random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(1 << 20)))
        .with(Settings.ACCUMULATE, 1 + random.nextInt(1 << 20))
        .with(Settings.FREEZE, random.nextBoolean() ? List.of() : List.of("dense2", "dense1"))
        .with(Settings.EPOCHS, 1 + random.nextInt(1 << 20))
        .with(Settings.VALIDATION, random.nextDouble())
        .with(Settings.VALIDATION_ROWS, any(random, ValidationRows.values()))
        .with(
            Settings.LIMIT,
            random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(1 << 20)))
        .with(Settings.SEED, random.nextLong());
  }

  private static Initialization initialization(Random random) {
    List<String> names = Initialization.names();
    return random.nextBoolean()
        ? new Initialization.Normal(Float.MIN_VALUE + random.nextFloat())
        : Initialization.parse(names.get(random.nextInt(names.size())));
  }

  private static <T> T any(Random random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static Optional<TargetColumns> targets(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind 2")));
      default ->
        Optional.of(new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("b", "a(x=1)", "C")));
    };
  }

  private static Loss loss(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new MeanSquaredError();
      case 1 -> new SigmoidCrossEntropy();
      case 2 -> new SigmoidCrossEntropy(List.of(random.nextFloat(), 100 * random.nextFloat()));
      default ->
        new SoftmaxCrossEntropy(
            random.nextFloat(), List.of(random.nextFloat(), 100 * random.nextFloat()));
    };
  }
}
