package dev.pulmu.backend.nd4j;

import dev.pulmu.files.DataException;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
   * @param features (N, inputs), N of 0 or more, or (inputs) for one sample; any numeric type, as a
   *     data set holds them: 0..255 for the pixels of images, not yet normalised
   * @throws IllegalArgumentException if they have another shape
   * @throws DataException naming the first row whose answer is not finite
   */
  public INDArray predict(INDArray features) {
    requireShape(features);
    if (features.isEmpty()) {
      return Nd4j.create(DataType.FLOAT, 0, model.network().outputs());
    }
    INDArray logits = logits(normalised(features));
    requireFinite(logits);
    return switch (model.network().loss().link()) {
      case SOFTMAX -> Transforms.softmax(logits, false);
      case SIGMOID -> Transforms.sigmoid(logits, false);
      case IDENTITY -> logits;
    };
  }

  private void requireShape(INDArray features) {
    int inputs = model.network().inputs();
    if (features.rank() < 1
        || features.rank() > 2
        || features.size(features.rank() - 1) != inputs) {
      throw new IllegalArgumentException("the network wants features (N, " + inputs + ") or ("
          + inputs + "), came shape " + Arrays.toString(features.shape()));
    }
  }

  /** By a loop: ND4J's largest number of several passes over those that are NaN. */
  private static void requireFinite(INDArray logits) {
    float[] values = logits.data().asFloat();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(String.format(
            Locale.ROOT,
            "row %d: the model's answer is %s; look for numbers far beyond those that it learnt"
                + " from, or train it anew",
            i / logits.columns() + 1,
            values[i]));
      }
    }
  }

  private INDArray normalised(INDArray features) {
    return features
        .castTo(DataType.FLOAT)
        .reshape(-1, model.network().inputs())
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
