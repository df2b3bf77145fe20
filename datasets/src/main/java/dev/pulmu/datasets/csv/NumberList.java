package dev.pulmu.datasets.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a column as they come, whose count nobody knows before: in blocks, so that none is
 * moved while they come.
 */
public final class NumberList {
  private static final int BLOCK = 1 << 10;

  private final List<double[]> full = new ArrayList<>();
  private double[] block = new double[BLOCK];
  private int count;

  public void add(double value) {
    if (count == BLOCK) {
      full.add(block);
      block = new double[BLOCK];
      count = 0;
    }
    block[count++] = value;
  }

  /** All of them, in an array. */
  public double[] toArray() {
    double[] all = new double[full.size() * BLOCK + count];
    int to = 0;
    for (double[] one : full) {
      System.arraycopy(one, 0, all, to, BLOCK);
      to += BLOCK;
    }
    System.arraycopy(block, 0, all, to, count);
    return all;
  }
}
