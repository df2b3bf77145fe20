package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;

/**
 * The rows of a data set: gathers and normalises them into panels, and has the wanted outputs of
 * each.
 */
final class Examples {
  /** Bytes of a cache line. */
  private static final int LINE = 64;

  private final Kernels kernels;
  private final float scale;
  private final float shift;
  private final int columns;

  /** The features, where they are bytes; else empty. */
  private final byte[] bytes;

  /** The features, where they are floats; else empty. */
  private final float[] floats;

  /** Wanted outputs of every row, (N,O). */
  final float[] targets;

  final int outputs;

  /** One class a row; empty where the targets are values. */
  final int[] labels;

  final boolean judges;

  /** Columns that are the same number in every row to train on, and not 0. */
  final int[] constantColumns;

  Examples(Arena arena, Kernels kernels, Dataset data, Network network) {
    Loss loss = network.loss();
    Features features = data.features();
    this.kernels = kernels;
    this.scale = features.scale();
    this.shift = features.shift();
    this.columns = features.columns();
    this.bytes = features.match(Features.Bytes::values, none -> new byte[0]);
    this.floats = features.match(none -> new float[0], Features.Floats::values);
    this.outputs = network.outputs();
    this.targets = arena.floats(
        (long) data.samples() * outputs,
        Arena.TARGETS,
        () -> loss.targets(data.targets(), outputs));
    this.labels = data.targets() instanceof Labels classes ? classes.values() : new int[0];
    this.judges = loss.judges(data.targets());
    this.constantColumns = features.constantColumns(data.rows(Split.TRAIN));
  }

  /** A worker's panels of x(B,I), of the rows of a batch. */
  void gather(int worker, int workers, Batch batch, float[] x, Panels shape) {
    int first = Cut.first(shape.count(), worker, workers);
    int last = Cut.first(shape.count(), worker + 1, workers);
    int whole = Math.min(last, columns / WIDTH); // panels that have all their columns
    for (int i = 0; i < batch.rows(); i++) {
      int from = batch.order()[batch.from() + i] * columns;
      int to = shape.at(i, first * WIDTH);
      if (bytes.length > 0) {
        int at = from + first * WIDTH;
        kernels.convert(bytes, at, whole - first, scale, shift, x, to, shape.stride());
      } else {
        convert(from, first, whole, x, i, shape);
      }
      convert(from, Math.max(first, whole), last, x, i, shape);
    }
  }

  /**
   * Reads a number of each cache line of what a worker will gather of the epoch's next rows. They
   * lie anywhere in the table, and one after the other they would come slowly; these reads wait for
   * nothing.
   *
   * @return a number that depends on all of them, so that they are not left out
   */
  int touch(int worker, int workers, Batch batch, Panels shape) {
    if (bytes.length == 0) {
      return 0;
    }
    int first = Cut.first(shape.count(), worker, workers) * WIDTH;
    int last = Math.min(columns, Cut.first(shape.count(), worker + 1, workers) * WIDTH);
    int next = batch.from() + batch.rows();
    int end = Math.min(next + batch.rows(), batch.order().length);
    int sum = 0;
    for (int i = next; first < last && i < end; i++) {
      int row = batch.order()[i];
      for (int at = first; at < last; at += LINE) {
        sum += bytes[row * columns + at];
      }
      sum += bytes[row * columns + last - 1]; // in a line of its own, unless a row begins with one
      sum += (int) (targets[row * outputs] + targets[row * outputs + outputs - 1]);
    }
    return sum;
  }

  /** Some panels of row i, number by number. */
  private void convert(int from, int first, int last, float[] x, int i, Panels shape) {
    for (int column = first * WIDTH; column < Math.min(last * WIDTH, columns); column++) {
      float value = bytes.length > 0 ? bytes[from + column] & 0xFF : floats[from + column];
      x[shape.at(i, column)] = value * scale + shift;
    }
  }
}
