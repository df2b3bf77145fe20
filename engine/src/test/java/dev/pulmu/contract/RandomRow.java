package dev.pulmu.contract;

import static dev.pulmu.contract.Row.ADAM;
import static dev.pulmu.contract.Row.ADAM_RULE;
import static dev.pulmu.contract.Row.LOSS;
import static dev.pulmu.contract.Row.QUESTIONS;
import static dev.pulmu.contract.Row.SGD;
import static dev.pulmu.contract.Row.SOFT_SIGN;
import static dev.pulmu.contract.Row.SQUARES;
import static dev.pulmu.contract.Row.ULP;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.AdamW;
import dev.pulmu.optimizer.Update;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows by chance. */
final class RandomRow {
  private RandomRow() {}

  /** A small network that nobody thought of, the same for the same seed. */
  static Row of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network.Builder network = Network.input(1 + random.nextInt(12));
    boolean anyNorm = false;
    int dense = 0;
    for (int layers = random.nextInt(4); layers > 0; layers--) {
      network.dense(1 + random.nextInt(12));
      dense++;
      if (random.nextInt(3) == 0) {
        network.batchNorm(new BatchNorm(
            random.nextBoolean() ? 1e-5f : 1e-2f, 0.9f, any(random, Statistics.values())));
        anyNorm = true;
      }
      if (random.nextInt(4) > 0) {
        network.activation(any(random, Activation.values()));
      }
      if (random.nextInt(3) == 0) {
        float p = (1 + random.nextInt(8)) / 10f;
        network.dropout(new Dropout(p, any(random, Dropout.Style.values())));
      }
    }
    dense++;
    int outputs = 2 + random.nextInt(6);
    network.dense(outputs);
    Loss loss = loss(random, outputs);
    Update update = any(random, SGD, ADAM, SOFT_SIGN, new Update(new AdamW(ADAM_RULE, 0.5f)));
    if (random.nextInt(4) == 0) {
      update = update.withL1(0.01f);
    }
    if (random.nextInt(4) == 0) {
      update = update.withClip(0.1f);
    }
    if (random.nextInt(3) == 0) {
      update = update.withWeightDecay(0.1f);
    }
    if (random.nextInt(3) == 0) {
      update = update.withEma(0.9f);
    }
    int batch = (anyNorm ? 4 : 1) + random.nextInt(9);
    // Left over: none, a lone row, or as many as make a variance worth the name
    int left = random.nextInt(3) == 0 ? 1 : anyNorm && batch > 5 ? 5 : 0;
    Row row = new Row(
        "random " + seed,
        network.loss(loss),
        update,
        batch,
        batch * (1 + random.nextInt(5)) + left,
        random.nextBoolean(),
        !(loss instanceof SoftmaxCrossEntropy) && random.nextBoolean(),
        256 * ULP,
        "4 layers; variances of as few as 4 rows");
    if (random.nextInt(3) == 0) {
      row = row.accumulating(2 + random.nextInt(3));
    }
    return random.nextInt(3) == 0 ? row.freezing(blocks(random, dense)) : row;
  }

  /** Any blocks but one, which may be any. */
  private static List<String> blocks(SplittableRandom random, int dense) {
    int trained = 1 + random.nextInt(dense);
    return IntStream.rangeClosed(1, dense)
        .filter(block -> block != trained && random.nextBoolean())
        .mapToObj(block -> "dense" + block)
        .toList();
  }

  private static Loss loss(SplittableRandom random, int outputs) {
    // The first is above 0, as one must be
    List<Float> weights = IntStream.range(0, outputs)
        .mapToObj(output -> (output == 0 ? 1 + random.nextInt(8) : random.nextInt(9)) / 4f)
        .toList();
    return any(
        random,
        LOSS,
        new SoftmaxCrossEntropy(random.nextInt(9) / 10f, List.of()),
        new SoftmaxCrossEntropy(0.1f, weights),
        SQUARES,
        QUESTIONS,
        new SigmoidCrossEntropy(weights));
  }

  @SafeVarargs
  private static <T> T any(SplittableRandom random, T... of) {
    return of[random.nextInt(of.length)];
  }
}
