package dev.pulmu.layout;

import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a network that a backend runs as one piece, such as a dense layer with what follows it:
 * y(B,O) of x(B,I), with the tensors that persist from step to step.
 */
public sealed interface Block {
  /** {@code dense1}, {@code dense2}, … */
  String name();

  /** Its place among the blocks, from 0; also the address of its random numbers. */
  int index();

  /** I. */
  int inputs();

  /** O. */
  int outputs();

  /** Its parameters, and then its running statistics. */
  List<Tensor> tensors();

  /** Whether it normalises its batch, so that what becomes of a row depends on the others. */
  boolean hasBatchNorm();

  /** Whether it draws random numbers at every step. */
  boolean hasDropout();

  /** Calls the visitor's method for blocks of this kind. */
  <R> R accept(BlockVisitor<R> visitor);

  /**
   * y(B,O) = dropout(activation(x(B,I) · w(I,O) + b(O))), or with batch norm instead of b
   * dropout(activation(γ · x̂ + β)), where x̂ is x · w normalised.
   *
   * @param weight w(I,O)
   * @param bias b(O); empty with batch norm
   * @param dropout what is dropped in training, if anything
   */
  record DenseBlock(
      String name,
      int index,
      int inputs,
      int outputs,
      Tensor weight,
      Optional<Tensor> bias,
      Optional<Norm> norm,
      ElementFunction activation,
      Optional<Dropout> dropout)
      implements Block {
    @Override
    public List<Tensor> tensors() {
      Stream<Tensor> others = norm.map(Norm::tensors).orElseGet(bias::stream);
      return Stream.concat(Stream.of(weight), others).toList();
    }

    @Override
    public boolean hasBatchNorm() {
      return norm.isPresent();
    }

    @Override
    public boolean hasDropout() {
      return dropout.isPresent();
    }

    @Override
    public <R> R accept(BlockVisitor<R> visitor) {
      return visitor.dense(this);
    }
  }

  /**
   * A batch norm in a block, with its tensors.
   *
   * @param gamma γ(O)
   * @param beta β(O)
   * @param runningMean (O)
   * @param runningVariance (O)
   * @param runningWeight the share of the running statistics that is no longer their start, (1)
   */
  record Norm(
      BatchNorm batchNorm,
      Tensor gamma,
      Tensor beta,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor runningWeight) {
    private Stream<Tensor> tensors() {
      return Stream.of(gamma, beta, runningMean, runningVariance, runningWeight);
    }
  }
}
