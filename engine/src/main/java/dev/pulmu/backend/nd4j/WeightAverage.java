package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Role;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The moving average of all weights, started at 0 and bias-corrected when it is used. */
final class WeightAverage {
  private final float decay;
  private final INDArray weights;
  private final INDArray average;
  private final INDArray seen;
  private final INDArray corrected;
  private final List<DenseOps> blocks = new ArrayList<>();

  WeightAverage(
      Plan plan, INDArray persistent, INDArray weights, List<DenseOps> live, Memory memory) {
    this.decay = plan.update().ema();
    this.weights = weights;
    this.average = DenseParameters.range(persistent, plan.range(Role.EMA));
    this.seen = DenseParameters.vector(persistent, plan.averageWeight().orElseThrow());
    this.corrected = memory.floats(plan.parameters());
    for (DenseOps ops : live) {
      blocks.add(ops.on(corrected));
    }
  }

  /** Takes in the present weights. */
  void add() {
    average.muli(decay);
    weights.muli(1 - decay, corrected);
    average.addi(corrected);
    seen.muli(decay).addi(1 - decay);
  }

  /** The network on the corrected average; before any training, on the weights themselves. */
  List<DenseOps> blocks() {
    float weight = seen.getFloat(0);
    if (weight > 0) {
      average.divi(weight, corrected);
    } else {
      corrected.assign(weights);
    }
    return blocks;
  }
}
