package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Predicts with a model by ND4J's operations, for programs whose samples are ND4J arrays. */
public final class Nd4jInference implements AutoCloseable {
  private final Model model;
  private final Memory memory = new Memory();
  private final List<DenseOps> blocks;

  /** Copies the model's weights and running statistics. */
  public Nd4jInference(Model model) {
    this.model = model;
    State state = model.state();
    INDArray persistent = memory.own(Nd4j.createFromArray(state.values()));
    this.blocks = state.layout().blocks().stream()
        .map(block -> DenseOps.of(block, persistent))
        .toList();
  }

  /**
   * The network's answers to N samples, (N, outputs): after training on softmax cross-entropy the
   * probability of every class, on sigmoid cross-entropy that of every yes, on mean squared error
   * the outputs themselves.
   *
   * @param features (N, inputs), or (inputs) for one sample; any numeric type, as a data set holds
   *     them: 0..255 for the pixels of images, not yet normalised
   * @throws IllegalArgumentException if they have another shape
   */
  public INDArray predict(INDArray features) {
    INDArray logits = logits(normalised(features));
    return switch (model.network().loss().link()) {
      case SOFTMAX -> Transforms.softmax(logits, false);
      case SIGMOID -> Transforms.sigmoid(logits, false);
      case IDENTITY -> logits;
    };
  }

  private INDArray normalised(INDArray features) {
    int inputs = model.network().inputs();
    if (features.isEmpty()
        || features.rank() < 1
        || features.rank() > 2
        || features.size(features.rank() - 1) != inputs) {
      throw new IllegalArgumentException("the network wants features (N, " + inputs + ") or ("
          + inputs + "), came shape " + Arrays.toString(features.shape()));
    }
    return features
        .castTo(DataType.FLOAT)
        .reshape(-1, inputs)
        .mul(model.normalisation().scale())
        .addi(model.normalisation().shift());
  }

  private INDArray logits(INDArray x) {
    try (Memory scratch = new Memory()) {
      INDArray y = x;
      for (DenseOps block : blocks) {
        y = block.infer(y, block.arrays(x.rows(), scratch));
      }
      return y.dup();
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
