package dev.pulmu.backend.nd4j;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.network.Network;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A data set as ND4J arrays, there for the whole session: N samples, I columns, O wanted outputs.
 * Bytes stay bytes.
 */
final class ResidentData implements AutoCloseable {
  private final Memory memory = new Memory();
  private final INDArray features;
  private final INDArray targets;
  private final float scale;
  private final float shift;

  ResidentData(Dataset data, Network network) {
    float[] wanted = network.loss().targets(data.targets(), network.outputs());
    this.features = array(data.features());
    this.targets =
        memory.own(Nd4j.createFromArray(wanted)).reshape(data.samples(), network.outputs());
    this.scale = data.features().scale();
    this.shift = data.features().shift();
  }

  /**
   * Puts the scaled features of some rows into {@code at.x} and their targets into
   * {@code at.targets}.
   */
  void gather(int[] rows, NetworkArrays at) {
    INDArray index = Nd4j.createFromArray(rows);
    gather(features, index, at.stored);
    at.x.assign(at.stored);
    if (scale != 1) {
      at.x.muli(scale);
    }
    if (shift != 0) {
      at.x.addi(shift);
    }
    gather(targets, index, at.targets);
  }

  /** The type in which the features are stored. */
  DataType type() {
    return features.dataType();
  }

  private static void gather(INDArray from, INDArray index, INDArray into) {
    Nd4j.exec(DynamicCustomOp.builder("gather")
        .addInputs(from, index)
        .addIntegerArguments(0)
        .addOutputs(into)
        .build());
  }

  private INDArray array(Features features) {
    INDArray flat = features.match(
        bytes -> array(bytes.values()), floats -> Nd4j.createFromArray(floats.values()));
    return memory.own(flat).reshape(features.samples(), features.columns());
  }

  private static INDArray array(byte[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length).put(values).rewind();
    return Nd4j.create(Nd4j.createBuffer(bytes, DataType.UINT8, values.length));
  }

  @Override
  public void close() {
    memory.close();
  }
}
