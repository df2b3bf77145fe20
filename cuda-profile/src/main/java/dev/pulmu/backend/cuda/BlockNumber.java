package dev.pulmu.backend.cuda;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import java.util.Map;
import java.util.function.BiFunction;

/** The numbers of a block that kernels read from memory, in the order in which they lie there. */
enum BlockNumber {
  /** ε of its batch norm. */
  EPSILON((norm, dropout) -> norm.epsilon()),
  /** Of its running statistics. */
  MOMENTUM((norm, dropout) -> norm.momentum()),
  /** To drop an element in training. */
  PROBABILITY((norm, dropout) -> dropout.probability()),
  /** The factor in training of an element that stays. */
  KEPT((norm, dropout) -> dropout.style().kept(dropout.probability())),
  /** The factor of every element in use. */
  USED((norm, dropout) -> dropout.style().used(dropout.probability()));

  private final BiFunction<BatchNorm, Dropout, Float> value;

  BlockNumber(BiFunction<BatchNorm, Dropout, Float> value) {
    this.value = value;
  }

  /** The numbers of a block; those of what it lacks are read by no kernel. */
  static float[] of(DenseBlock block) {
    BatchNorm norm = block.norm().map(Norm::batchNorm).orElse(BatchNorm.DEFAULT);
    Dropout dropout = block.dropout().orElse(new Dropout(0));
    float[] numbers = new float[values().length];
    for (BlockNumber number : values()) {
      numbers[number.ordinal()] = number.value.apply(norm, dropout);
    }
    return numbers;
  }

  /** The header {@code block_numbers.cuh}: a macro for the place of each. */
  static Map<String, String> header() {
    return Map.of("block_numbers.cuh", NumberText.of(values()));
  }
}
