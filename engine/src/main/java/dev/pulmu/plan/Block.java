package dev.pulmu.plan;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import java.util.Optional;

/** What a backend runs as one piece. */
public sealed interface Block {
  String name();

  /**
   * y(B,O) = dropout(activation(batchNorm(x(B,I) · w(I,O) + b(O)))). Its tensors are
   * {@code NAME.w}, then {@code NAME.b}, or with batch norm {@code NAME.gamma}, {@code NAME.beta},
   * {@code NAME.runningMean}, {@code NAME.runningVariance} and {@code NAME.runningWeight}, the
   * share of the running statistics that is no longer their start of 0.
   *
   * @param name {@code dense1}, {@code dense2}, …
   * @param index its place among the blocks, from 0; also the address of its random numbers
   * @param inputs I
   * @param outputs O
   * @param initialization how w begins
   * @param batchNorm if there, it takes the place of b
   * @param dropout what is dropped in training, if anything
   */
  record DenseBlock(
      String name,
      int index,
      int inputs,
      int outputs,
      Initialization initialization,
      Optional<BatchNorm> batchNorm,
      Activation activation,
      Optional<Dropout> dropout)
      implements Block {}

  /** Loss, gradient of the logits and the count of right answers, from logits(B,O) and t(B,O). */
  record LossBlock(String name, int outputs, Loss loss) implements Block {}
}
