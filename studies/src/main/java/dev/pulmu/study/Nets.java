package dev.pulmu.study;

import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;

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
}
