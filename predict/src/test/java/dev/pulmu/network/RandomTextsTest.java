package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thousand networks: too slow for mutation tests, each of whose processes runs all tests. */
class RandomTextsTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  @Test
  void theTextOfANetworkReadsBackToAnEqualNetworkWhateverIsInIt() {
    for (int seed = 0; seed < 1000; seed++) {
      Network network = random(new SplittableRandom(seed));
      assertThat(Network.parse(network.text(), LOSS)).as("seed %d", seed).isEqualTo(network);
    }
  }

  private static Network random(SplittableRandom random) {
    int[] sizes = IntStream.range(0, 1 + random.nextInt(3))
        .map(i -> 1 + random.nextInt(99))
        .toArray();
    Network.Builder network = Network.input(sizes);
    for (int blocks = random.nextInt(5); blocks > 0; blocks--) {
      dense(network, random);
      if (random.nextBoolean()) {
        network.batchNorm(new BatchNorm(
            Float.MIN_VALUE + (float) random.nextDouble(),
            (float) random.nextDouble(0.999),
            any(random, BatchNorm.Statistics.values())));
      }
      if (random.nextInt(4) > 0) {
        network.activation(any(random, Activation.values()));
      }
      if (random.nextBoolean()) {
        float probability = (float) random.nextDouble(0.999);
        network.dropout(new Dropout(probability, any(random, Dropout.Style.values())));
      }
    }
    dense(network, random);
    return network.loss(LOSS);
  }

  private static void dense(Network.Builder network, SplittableRandom random) {
    int outputs = 1 + random.nextInt(1 << random.nextInt(20));
    String init = any(random, Initialization.names().toArray(String[]::new));
    switch (random.nextInt(3)) {
      case 0 -> network.dense(outputs);
      case 1 -> network.dense(outputs, Initialization.parse(init));
      default ->
        network.dense(
            outputs, new Initialization.Normal(Float.MIN_VALUE + (float) random.nextDouble()));
    }
  }

  private static <T> T any(SplittableRandom random, T[] of) {
    return of[random.nextInt(of.length)];
  }
}
