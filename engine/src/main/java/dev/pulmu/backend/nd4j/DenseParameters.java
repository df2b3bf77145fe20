package dev.pulmu.backend.nd4j;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense block's parameters, or anything that lies as they do: their gradient, their moving
 * average. Views of one flat array.
 *
 * @param w (I,O)
 * @param b (O), or null with batch norm
 * @param gamma (O), or null without batch norm
 * @param beta (O), or null without batch norm
 */
record DenseParameters(INDArray w, INDArray b, INDArray gamma, INDArray beta) {
  /** The views of a flat array in canonical order. */
  static DenseParameters of(INDArray flat, Plan plan, DenseBlock block) {
    boolean normalises = block.batchNorm().isPresent();
    Tensor w = plan.tensor(block.name() + ".w");
    return new DenseParameters(
        range(flat, w.offset(), w.end()).reshape('c', w.rows(), w.columns()),
        normalises ? null : vector(flat, plan, block.name() + ".b"),
        normalises ? vector(flat, plan, block.name() + ".gamma") : null,
        normalises ? vector(flat, plan, block.name() + ".beta") : null);
  }

  /** Those that there are. */
  List<INDArray> all() {
    return Stream.of(w, b, gamma, beta).filter(Objects::nonNull).toList();
  }

  /** A tensor of one row, as a vector. */
  static INDArray vector(INDArray flat, Plan plan, String name) {
    Tensor tensor = plan.tensor(name);
    return range(flat, tensor.offset(), tensor.end());
  }

  /** The elements {@code from ≤ i < to} of a vector. */
  static INDArray range(INDArray flat, long from, long to) {
    return flat.get(NDArrayIndex.interval(from, to));
  }
}
