package dev.pulmu.random;

/**
 * Philox4x32-10, a counter-based generator: ten rounds of multiply and exchange turn a 128-bit
 * counter and a 64-bit key into four words of 32 random bits (Salmon, Moraes, Dror, Shaw: "Parallel
 * random numbers: as easy as 1, 2, 3", 2011).
 */
final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * Writes the four random words of a counter.
   *
   * @param c0 least significant word of the counter
   * @param c1 the next
   * @param c2 the next
   * @param c3 most significant word of the counter
   * @param key0 low word of the key
   * @param key1 high word of the key
   * @param into takes the words, at {@code at} to {@code at + 3}
   * @param at where
   */
  public static void block(int c0, int c1, int c2, int c3, int key0, int key1, int[] into, int at) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
      c3 = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    into[at] = c0;
    into[at + 1] = c1;
    into[at + 2] = c2;
    into[at + 3] = c3;
  }
}
