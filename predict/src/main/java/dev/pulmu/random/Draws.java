package dev.pulmu.random;

import java.util.Locale;
import java.util.Objects;

/**
 * The random numbers of one (seed, use, tensor, step), each found by the index of its element and
 * by nothing else.
 *
 * <p>An element's word is word {@code element % 4} of the Philox block whose counter is
 * {@code (element / 4, use << 24 | tensor, step low, step high)} and whose key is the seed. Numbers
 * of 64 bits take the two words of {@code element % 2} in block {@code element / 2}; a normal
 * number takes the whole of that block together with its neighbour.
 *
 * @param seed the seed of the run
 * @param use what the numbers are for
 * @param tensor which tensor or layer they belong to, below 2^24
 * @param step the step of training, or the epoch for a shuffle
 */
public record Draws(long seed, Use use, int tensor, long step) {
  private static final int TENSOR_BITS = 24;
  private static final long ELEMENTS = 1L << 34;

  public Draws {
    if (tensor < 0 || tensor >>> TENSOR_BITS != 0) {
      throw new IllegalArgumentException(
          "tensor index " + tensor + " is not in 0.." + ((1 << TENSOR_BITS) - 1));
    }
  }

  /** Fills {@code into} with the 32-bit words of elements {@code 0, 1, …}. */
  public void words(int[] into) {
    words(0, into);
  }

  /**
   * Fills {@code into} with the 32-bit words of elements {@code first, first + 1, …}.
   *
   * @throws IllegalArgumentException if that goes below 0 or beyond the 2^34 elements that there
   *     are
   */
  public void words(long first, int[] into) {
    words(first, into, 0, into.length);
  }

  /**
   * Fills a part of an array with the 32-bit words of elements {@code first, first + 1, …}. Where
   * {@code first} and the number of words are multiples of four, nothing is allocated.
   *
   * @param from the index that takes the first word
   * @param to the index after the one that takes the last
   * @throws IllegalArgumentException if that goes below 0 or beyond the 2^34 elements that there
   *     are
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public void words(long first, int[] into, int from, int to) {
    Objects.checkFromToIndex(from, to, into.length);
    if (first < 0 || first + (to - from) > ELEMENTS) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "elements %d..%d are not in 0..%d",
          first,
          first + (to - from) - 1,
          ELEMENTS - 1));
    }
    int at = (int) Math.min(from + (-first & 3), to);
    partOfBlock(first, into, from, at);
    int block = (int) (first + (at - from) >>> 2);
    for (; at <= to - 4; at += 4) {
      block(block++, into, at);
    }
    partOfBlock((long) block << 2, into, at, to);
  }

  /**
   * Fills {@code into} with standard normal numbers (Box and Muller 1958), in double and with
   * strict arithmetic.
   */
  public void normals(double[] into) {
    int[] block = new int[4];
    for (int from = 0; from < into.length; from += 2) {
      block(from >>> 1, block, 0);
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(block[0], block[1])));
      double angle = 2 * Math.PI * unit(block[2], block[3]);
      into[from] = radius * StrictMath.cos(angle);
      if (from + 1 < into.length) {
        into[from + 1] = radius * StrictMath.sin(angle);
      }
    }
  }

  /** Fills {@code into} with numbers spread evenly over [0, 1), 53 random bits each. */
  public void uniforms(double[] into) {
    int[] block = new int[4];
    for (int from = 0; from < into.length; from += 2) {
      block(from >>> 1, block, 0);
      into[from] = unit(block[0], block[1]);
      if (from + 1 < into.length) {
        into[from + 1] = unit(block[2], block[3]);
      }
    }
  }

  /** Fills {@code into} with whole numbers spread evenly over 0..{@code bound} − 1. */
  public void below(int bound, int[] into) {
    int[] block = new int[4];
    for (int from = 0; from < into.length; from += 2) {
      block(from >>> 1, block, 0);
      into[from] = below(bound, block[0], block[1]);
      if (from + 1 < into.length) {
        into[from + 1] = below(bound, block[2], block[3]);
      }
    }
  }

  /** Puts {@code values} into random order (Fisher and Yates; the last place is drawn first). */
  public void shuffle(int[] values) {
    int[] block = new int[4];
    for (int last = values.length - 1; last > 0; last--) {
      block(last, block, 0);
      int other = below(last + 1, block[0], block[1]);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }

  private void partOfBlock(long first, int[] into, int from, int to) {
    if (from < to) {
      int[] block = new int[4];
      block((int) (first >>> 2), block, 0);
      System.arraycopy(block, (int) (first & 3), into, from, to - from);
    }
  }

  private void block(int index, int[] into, int at) {
    int place = use.ordinal() << TENSOR_BITS | tensor;
    int stepHigh = (int) (step >>> 32);
    int seedHigh = (int) (seed >>> 32);
    Philox.block(index, place, (int) step, stepHigh, (int) seed, seedHigh, into, at);
  }

  private static int below(int bound, int high, int low) {
    long bits63 = (((long) high << 32) | (low & 0xFFFFFFFFL)) >>> 1;
    return (int) Math.multiplyHigh(bits63, (long) bound << 1);
  }

  private static double unit(int high, int low) {
    long bits53 = (((long) high << 32) | (low & 0xFFFFFFFFL)) >>> 11;
    return bits53 * 0x1p-53;
  }
}
