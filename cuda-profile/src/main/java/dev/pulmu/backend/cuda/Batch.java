package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;

/**
 * The rows that a pass works on, and the regions of device memory with their order and results.
 *
 * @param rows how many
 * @param first the place of the first one in its step
 * @param samples rows of the step
 * @param part the first of its parts of the step's losses
 * @param parts how many parts a step has room for
 * @param add whether its gradient is added to that of the step's batches before
 */
record Batch(
    int rows,
    int first,
    int samples,
    int part,
    int parts,
    boolean add,
    Region place,
    Region order,
    Region sums,
    Region bad) {
  /** A batch of a training step. */
  static Batch ofStep(DeviceTensors tensors, int rows, int first, int samples, int part) {
    return new Batch(
        rows,
        first,
        samples,
        part,
        tensors.parts,
        first > 0,
        tensors.place,
        tensors.order,
        tensors.sums,
        tensors.bad);
  }

  /** Rows that are asked for by themselves. */
  static Batch asked(DeviceTensors tensors, int rows) {
    return new Batch(
        rows,
        0,
        rows,
        0,
        DeviceTensors.lossBlocks(rows),
        false,
        tensors.askedPlace,
        tensors.askedOrder,
        tensors.askedSums,
        tensors.askedBad);
  }
}
