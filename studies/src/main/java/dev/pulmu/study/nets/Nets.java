package dev.pulmu.study.nets;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.Optional;

/** The nets that studies train: dense layers of equal width, ten classes behind them. */
final class Nets {
  private Nets() {}

  /**
   * A classifier whose layers, the last too, all begin alike.
   *
   * @param depth how many hidden layers
   * @param width units of each
   */
  static Network plain(
      int inputs, int depth, int width, Activation activation, Initialization initialization) {
    Network.Builder net = Network.input(inputs);
    for (int layer = 0; layer < depth; layer++) {
      net.dense(width, initialization).activation(activation);
    }
    return net.dense(10, initialization).loss(new SoftmaxCrossEntropy());
  }

  /**
   * A ReLU classifier with more between its layers: batch norm before an activation, dropout behind
   * it.
   *
   * @param depth how many hidden layers of 100 units
   */
  static Network deep(
      int inputs,
      int depth,
      Initialization initialization,
      Optional<BatchNorm> norm,
      Optional<Dropout> dropout) {
    Network.Builder net = Network.input(inputs);
    for (int layer = 0; layer < depth; layer++) {
      net.dense(100, initialization);
      norm.ifPresent(net::batchNorm);
      net.activation(Activation.RELU);
      dropout.ifPresent(net::dropout);
    }
    return net.dense(10, initialization).loss(new SoftmaxCrossEntropy());
  }
}
