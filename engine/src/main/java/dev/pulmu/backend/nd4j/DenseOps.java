package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Dropout;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Runs a dense block, forward and backward, as ND4J operations. B rows, I inputs, O outputs.
 *
 * @param running null without batch norm
 */
record DenseOps(DenseBlock block, DenseParameters parameters, RunningStatistics running) {
  /** A block on all persistent tensors, one flat array in canonical order. */
  static DenseOps of(Block block, INDArray persistent) {
    return block.accept(dense -> new DenseOps(
        dense,
        DenseParameters.of(persistent, dense),
        dense.norm().map(norm -> new RunningStatistics(persistent, norm)).orElse(null)));
  }

  /** The same block on other parameters, (P) in canonical order. */
  DenseOps on(INDArray others) {
    return new DenseOps(block, DenseParameters.of(others, block), running);
  }

  /** New arrays for what the block keeps of this many rows. */
  DenseArrays arrays(int rows, Memory memory) {
    return new DenseArrays(block, rows, memory);
  }

  /**
   * y(B,O) of x(B,I) in training: the batch's statistics, and dropout with the masks of this step.
   *
   * @param firstRow the place of x's first row in the step
   */
  INDArray train(INDArray x, DenseArrays at, long seed, long step, int firstRow) {
    if (running != null) {
      normalise(x, at);
    } else {
      matmul(x, at);
    }
    at.activation.forward();
    if (block.dropout().isPresent()) {
      at.mask.assign(mask(x.rows(), seed, step, firstRow));
      at.y.muli(at.mask);
    }
    return at.y;
  }

  /** y(B,O) of x(B,I) in use: running statistics, no dropout. */
  INDArray infer(INDArray x, DenseArrays at) {
    matmul(x, at);
    if (running != null) {
      running.normalise(at.u, parameters.gamma(), parameters.beta());
    }
    at.activation.forward();
    block
        .dropout()
        .map(dropout -> dropout.style().used(dropout.probability()))
        .filter(used -> used != 1)
        .ifPresent(at.y::muli);
    return at.y;
  }

  /**
   * The gradients, given that of y in {@code at.dy}, which is used up.
   *
   * @param x what {@link #train} was given
   * @param gradient where the parameters' gradients go
   * @param dx where the gradient of x goes, (B,I); null if nobody wants it
   */
  void backward(INDArray x, DenseArrays at, DenseParameters gradient, INDArray dx) {
    INDArray dy = at.dy;
    if (block.dropout().isPresent()) {
      dy.muli(at.mask);
    }
    at.activation.backward();
    if (running != null) {
      normaliseBackward(at, gradient);
      // Of x too: the columns of dy sum to 0, so what all rows share adds nothing but rounding
      Matmul.weightGradient(at.differences, dy, gradient.w());
    } else {
      dy.sum(gradient.b(), 0);
      Matmul.weightGradient(x, dy, gradient.w());
    }
    if (dx != null) {
      Matmul.inputGradient(dy, parameters.w(), dx);
    }
  }

  private void matmul(INDArray x, DenseArrays at) {
    Matmul.forward(x, parameters.w(), at.u);
    if (running == null) {
      at.u.addiRowVector(parameters.b());
    }
  }

  /**
   * What all rows share, batch norm takes away again: so the product is of differences from the
   * first row, and rounds no sums that are much larger than what is left. Columns of x that never
   * vary give 0 to the bit, whatever the order in which a product sums.
   */
  private void normalise(INDArray x, DenseArrays at) {
    INDArray first = x.getRow(0, true);
    Nd4j.exec(new BroadcastSubOp(x, first, at.differences, 1));
    Matmul.forward(at.differences, parameters.w(), at.u);
    at.u.mean(at.mean, 0);
    at.u.subiRowVector(at.mean);
    at.mean.addi(first.mmul(parameters.w()).reshape(block.outputs()));
    at.u.muli(at.u, at.normalised).mean(at.variance, 0);
    at.scale.assign(at.variance).addi(block.norm().orElseThrow().batchNorm().epsilon());
    Transforms.sqrt(at.scale, false).rdivi(1);
    Nd4j.exec(new BroadcastMulOp(at.u, at.scale, at.normalised, 1));
    Nd4j.exec(new BroadcastMulOp(at.normalised, parameters.gamma(), at.u, 1));
    at.u.addiRowVector(parameters.beta());
  }

  /** du = γ / √(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)). */
  private void normaliseBackward(DenseArrays at, DenseParameters gradient) {
    long rows = at.dy.rows();
    at.dy.sum(gradient.beta(), 0);
    at.dy.muli(at.normalised, at.u).sum(gradient.gamma(), 0);
    at.normalised.muliRowVector(gradient.gamma().div(rows));
    at.dy.subi(at.normalised).subiRowVector(gradient.beta().div(rows));
    at.dy.muliRowVector(at.scale.mul(parameters.gamma()));
  }

  /** An element is dropped where its word, taken as a number in [0, 2^32), lies below p · 2^32. */
  private INDArray mask(int rows, long seed, long step, int firstRow) {
    int[] words = new int[rows * block.outputs()];
    long first = (long) firstRow * block.outputs();
    new Draws(seed, Use.DROPOUT, block.index(), step).words(first, words);
    Dropout dropout = block.dropout().orElseThrow();
    long threshold = (long) (dropout.probability() * 0x1p32);
    float kept = dropout.style().kept(dropout.probability());
    float[] mask = new float[words.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (words[i] & 0xFFFFFFFFL) < threshold ? 0 : kept;
    }
    return Nd4j.createFromArray(mask).reshape(rows, block.outputs());
  }
}
