package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;

/**
 * Runs every kernel a few times on next to nothing. Until the JVM has compiled it, vector code is
 * hundreds of times slower than afterwards: a first step would take more than a second. So it
 * happens while others read the data.
 */
final class WarmUp implements Runnable {
  /** After so many calls the JVM is compiling everything, given {@code kernels.hotspot}. */
  private static final int ROUNDS = 100;

  /** A tile of eight rows, and one of four. */
  private static final int ROWS = 12;

  /** Terms of a sum, rows of a panel: some more than a panel is wide. */
  private static final int DEPTH = 20;

  /** From a panel to its next. */
  private static final int NEXT = (DEPTH + 1) * WIDTH;

  private final Kernels kernels;
  private final byte[] bytes = new byte[Kernels.WIDEST * WIDTH];
  private final float[] a = new float[Kernels.WIDEST * NEXT];
  private final float[] b = new float[Kernels.WIDEST * NEXT];
  private final float[] c = new float[Kernels.WIDEST * NEXT];
  private final float[] v = new float[WIDTH];
  private final float[] w = new float[WIDTH];

  private WarmUp(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Begins on a thread of its own, which ends by itself. */
  static void begin(Kernels kernels) {
    Thread thread = new Thread(new WarmUp(kernels), "pulmu-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    for (int round = 0; round < ROUNDS; round++) {
      products();
      forward();
      backward();
    }
  }

  private void products() {
    for (int panels = 1; panels <= Kernels.WIDEST; panels++) {
      kernels.rows(a, 0, NEXT, b, 0, NEXT, DEPTH, c, 0, NEXT, ROWS, panels);
      kernels.columns(a, 0, b, 0, NEXT, DEPTH, c, 0, NEXT, ROWS, panels);
    }
  }

  private void forward() {
    kernels.convert(bytes, 0, 2, 1, 0, a, 0, NEXT);
    kernels.add(a, 0, b, 0, DEPTH, c, 0);
    kernels.addVector(a, 0, DEPTH, v, 0);
    kernels.statistics(a, 0, DEPTH, v, w, 0);
    kernels.normalise(a, 0, DEPTH, v, w, 0);
    kernels.scale(a, 0, DEPTH, v, 0, w, 0, c, 0, true);
    kernels.relu(a, 0, DEPTH, c, 0);
    kernels.exponentials(a, 0, NEXT, WIDTH, 0, c);
  }

  private void backward() {
    kernels.reluSlope(a, 0, DEPTH, c, 0);
    kernels.sum(c, 0, DEPTH, v, 0);
    kernels.normSums(c, 0, a, 0, DEPTH, v, 0, w, 0);
    kernels.normSlope(c, 0, a, 0, DEPTH, v, 0, w, 0, v, 0);
    kernels.finite(c, 0, DEPTH * WIDTH);
  }
}
