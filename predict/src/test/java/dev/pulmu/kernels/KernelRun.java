package dev.pulmu.kernels;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All operations on numbers that are always the same, and a sum of the bits of all they write. Not
 * a number is one value: which of its bits come is a matter of the order of operands.
 */
final class KernelRun {
  private static final int[] ROWS = {1, 2, 3, 5, 8, 12, 100};
  private static final int[] DEPTHS = {1, 15, 16, 17, 100};
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    -0f,
    0f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE
  };

  private final Kernels kernels;
  private final SplittableRandom random;
  private final boolean special;
  private final Map<String, MessageDigest> sums = new LinkedHashMap<>();

  private KernelRun(Kernels kernels, boolean special) {
    this.kernels = kernels;
    this.special = special;
    this.random = new SplittableRandom(special ? 2 : 1);
  }

  /** Prints what the vectors of this JVM give, once it is compiled. */
  public static void main(String[] args) {
    Kernels kernels = new VectorKernels();
    System.out.println(kernels.describe());
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000;
    Map<String, String> first = sums(kernels);
    Map<String, String> last = sums(kernels);
    while (System.nanoTime() < end && last.equals(first)) {
      last = sums(kernels);
    }
    System.out.println(first);
    System.out.println(last);
  }

  /** A sum for each operation, on ordinary and on special numbers. */
  static Map<String, String> sums(Kernels kernels) {
    Map<String, String> all = new LinkedHashMap<>();
    for (boolean special : new boolean[] {false, true}) {
      KernelRun run = new KernelRun(kernels, special);
      run.products();
      run.row();
      run.sweeps();
      run.others();
      run.sums.forEach((operation, sum) -> all.put(
          operation + (special ? " of special numbers" : ""),
          HexFormat.of().formatHex(sum.digest(), 0, 8)));
    }
    return all;
  }

  private void products() {
    for (int panels = 1; panels <= 3; panels++) {
      for (int k : DEPTHS) {
        for (int rows : ROWS) {
          float[] a = numbers(7 * 104 * 16);
          float[] b = numbers(3 * 101 * 16);
          float[] c = numbers(3 * 105 * 16);
          kernels.rows(a, 0, 104 * 16, b, 0, 101 * 16, k, c, 0, 105 * 16, rows, panels);
          add("rows", c, rows, panels, 105);
        }
        for (int columns = 1; columns <= 16; columns++) {
          float[] a = numbers(100 * 16);
          float[] b = numbers(3 * 101 * 16);
          float[] c = numbers(3 * 17 * 16);
          kernels.columns(a, 0, b, 0, 101 * 16, k, c, 0, 17 * 16, columns, panels);
          add("columns", c, columns, panels, 17);
        }
      }
    }
  }

  private void row() {
    for (int panels = 1; panels <= 9; panels++) {
      for (int k : DEPTHS) {
        float[] a = numbers(3 + k);
        float[] b = numbers(9 * 101 * 16);
        float[] c = numbers(5 + 9 * 16);
        kernels.row(a, 3, b, 0, 101 * 16, k, c, 5, panels);
        add("row", c);
      }
    }
  }

  private void sweeps() {
    for (int rows : ROWS) {
      float[] x = numbers(rows * 16 + 1);
      float[] u = numbers(rows * 16 + 1);
      float[] v = numbers(17);
      float[] w = numbers(17);
      float[] f = numbers(17);
      kernels.add(u, 1, x, 0, rows, u, 1);
      add("add", u);
      kernels.addVector(u, 1, rows, v, 1);
      add("addVector", u);
      u = numbers(rows * 16 + 1);
      kernels.relu(u, 1, rows, x, 0);
      add("relu", x);
      x = numbers(rows * 16 + 1);
      kernels.reluSlope(x, 0, rows, u, 1);
      add("reluSlope", u);
      for (boolean relu : new boolean[] {false, true}) {
        kernels.scale(x, 0, rows, v, 1, w, 0, u, 1, relu);
        add("scale", u);
      }
      u = numbers(rows * 16 + 1);
      kernels.normalise(u, 1, rows, v, w, 1);
      add("normalise", u);
      u = numbers(rows * 16 + 1);
      kernels.normSlope(u, 1, x, 0, rows, v, 1, w, 0, f, 1);
      add("normSlope", u);
      u = numbers(rows * 16 + 1);
      kernels.sum(u, 1, rows, f, 0);
      add("sum", f);
      kernels.normSums(u, 1, x, 0, rows, v, 1, w, 0);
      add("normSums", v);
      add("normSums", w);
      kernels.statistics(u, 1, rows, v, w, 1);
      add("statistics", v);
      add("statistics", w);
    }
  }

  private void others() {
    byte[] bytes = new byte[5 + 3 * 16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    for (int panels = 0; panels <= 3; panels++) {
      float[] c = numbers(3 * 48);
      kernels.convert(bytes, 5, panels, 1 / 127f, -0.25f, c, 16, 48);
      add("convert", c);
      float[] numbers = numbers(5 + panels * 16);
      kernels.convert(numbers, 5, panels, 1 / 127f, -0.25f, c, 16, 48);
      add("convert numbers", c);
    }
    for (int columns : DEPTHS) {
      float[] x = numbers(7 * 48);
      for (int i = 0; i < x.length; i++) {
        x[i] *= 40;
      }
      float[] to = numbers(7 * 48);
      kernels.exponentials(x, 16, 48, columns, 8, to);
      add("exponentials", to);
    }
  }

  private float[] numbers(int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      boolean odd = special && random.nextInt(16) == 0;
      float number = 2 * (random.nextInt(1 << 24) * 0x1p-24f) - 1;
      numbers[i] = odd ? SPECIAL[random.nextInt(SPECIAL.length)] : number;
    }
    return numbers;
  }

  /** What a product wrote, without the rows that make its last four full. */
  private void add(String operation, float[] c, int rows, int panels, int stride) {
    for (int panel = 0; panel < panels; panel++) {
      for (int row = rows; row % 4 != 0; row++) {
        int at = (panel * stride + row) * 16;
        Arrays.fill(c, at, at + 16, 0);
      }
    }
    add(operation, c);
  }

  private void add(String operation, float[] written) {
    MessageDigest sum = sums.computeIfAbsent(operation, none -> sha256());
    ByteBuffer bits = ByteBuffer.allocate(4 * written.length);
    for (float value : written) {
      bits.putInt(Float.floatToIntBits(value));
    }
    sum.update(bits.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
