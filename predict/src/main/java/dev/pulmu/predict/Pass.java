package dev.pulmu.predict;

import dev.pulmu.kernels.Panels;
import java.util.List;

/** Runs rows through blocks, some at a time, on one thread: these are its arrays. */
final class Pass {
  /**
   * Rows at a time: these and the weights of small networks stay in the second-level cache from
   * block to block, and what is read of wider networks' weights is read for many rows.
   */
  private static final int MOST = 64;

  private final List<BlockInUse> blocks;
  private final int most;
  private final float[] x;

  /** What a block puts out, and what the next one makes of it. */
  private final float[] y;

  private final float[] z;

  /** The second half of a product. */
  private final float[] half;

  /**
   * @param blocks at least one
   * @param rows the most that it will be given
   */
  Pass(List<BlockInUse> blocks, int rows) {
    this.blocks = blocks;
    this.most = Math.min(MOST, rows);
    this.x = new float[room(blocks.get(0).inputs())];
    int widest = 0;
    int widestHalf = 0;
    for (BlockInUse block : blocks) {
      widest = Math.max(widest, block.outputs());
      widestHalf = Math.max(widestHalf, block.isSplit() ? block.outputs() : 0);
    }
    this.y = new float[room(widest)];
    this.z = new float[blocks.size() > 1 ? y.length : 0];
    this.half = new float[room(widestHalf)];
  }

  private int room(int columns) {
    return most == 1 ? Panels.count(columns) * Panels.WIDTH : new Panels(most, columns).size();
  }

  /**
   * What the last block puts out, row after row.
   *
   * @param from the first row
   * @param end the place behind the last row
   * @param to where row 0 goes
   */
  void run(Rows features, int from, int end, float[] to) {
    if (most == 1) {
      one(features, from, to);
      return;
    }
    for (int done = 0; done < end - from; done += most) {
      several(features, from + done, Math.min(most, end - from - done), to);
    }
  }

  private void several(Rows features, int from, int count, float[] to) {
    Panels shape = new Panels(most, blocks.get(0).inputs());
    for (int i = 0; i < count; i++) {
      features.put(from + i, x, shape.at(i, 0), shape.stride());
    }
    float[] in = x;
    float[] out = y;
    for (BlockInUse block : blocks) {
      block.forward(count, most, in, out, half);
      in = out;
      out = in == y ? z : y;
    }
    Panels answer = new Panels(most, last().outputs());
    answer.unpack(in, 0, count, to, from * answer.columns());
  }

  private void one(Rows features, int row, float[] to) {
    features.put(row, x, 0, Panels.WIDTH);
    float[] in = x;
    float[] out = y;
    for (BlockInUse block : blocks) {
      block.row(in, out, half);
      in = out;
      out = in == y ? z : y;
    }
    System.arraycopy(in, 0, to, row * last().outputs(), last().outputs());
  }

  private BlockInUse last() {
    return blocks.get(blocks.size() - 1);
  }
}
