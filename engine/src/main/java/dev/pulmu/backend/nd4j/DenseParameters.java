package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense block's parameters, or their gradient or moving average, which have the same layout. All
 * are views of one flat array.
 *
 * @param w (I,O)
 * @param b (O), or null with batch norm
 * @param gamma (O), or null without batch norm
 * @param beta (O), or null without batch norm
 */
record DenseParameters(INDArray w, INDArray b, INDArray gamma, INDArray beta) {
  /** The views of a flat array in canonical order. */
  static DenseParameters of(INDArray flat, DenseBlock block) {
    Tensor w = block.weight();
    return new DenseParameters(
        vector(flat, w).reshape('c', w.rows(), w.columns()),
        block.bias().map(bias -> vector(flat, bias)).orElse(null),
        block.norm().map(norm -> vector(flat, norm.gamma())).orElse(null),
        block.norm().map(norm -> vector(flat, norm.beta())).orElse(null));
  }

  /** The parameters that there are, with or without batch norm. */
  List<INDArray> all() {
    return Stream.of(w, b, gamma, beta).filter(Objects::nonNull).toList();
  }

  /** The elements of a tensor, as a vector. */
  static INDArray vector(INDArray flat, Tensor tensor) {
    return range(flat, new Range(tensor.offset(), tensor.end()));
  }

  /** Some elements, as a vector. */
  static INDArray range(INDArray flat, Range range) {
    return flat.get(NDArrayIndex.interval(range.from(), range.to()));
  }
}
