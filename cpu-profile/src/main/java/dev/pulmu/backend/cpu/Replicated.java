package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places;
import java.util.Arrays;

/**
 * A matrix of which each worker computes a part. Each worker has a copy and writes its part there;
 * where others need it, it posts the part to a common array, the board, and they fetch it behind
 * the next barrier. So a product reads no cache line that another core writes: such lines come a
 * handful at a time, in the midst of arithmetic, and have to be taken back before they are written
 * again. The board's lines come in one sweep.
 *
 * <p>A large matrix is one array for all: what a core waits for is then little beside the
 * arithmetic.
 */
final class Replicated {
  /** How workers hold a matrix. */
  enum Kind {
    /** All workers share one array. */
    SHARED,
    /** Each worker has a copy, of which it fills its own part. */
    PARTS,
    /** Each worker has a copy, and posts its part for the others. */
    POSTED;

    /** @param wanted whether others want a worker's part */
    static Kind of(boolean wanted) {
      return wanted ? POSTED : PARTS;
    }
  }

  /** Numbers of the largest matrix that has copies: 1 MiB, a second-level cache. */
  private static final int LARGEST = 1 << 18;

  /** Numbers of all copies of a matrix: 64 MiB, however many workers there are. */
  private static final long MOST = 1 << 24;

  private static final float[] NOTHING = {};

  private final Panels shape;
  private final Cut cut;
  private final float[][] copies;
  private final float[] board;

  private Replicated(Panels shape, Cut cut, float[][] copies, float[] board) {
    this.shape = shape;
    this.cut = cut;
    this.copies = copies;
    this.board = board;
  }

  /** A matrix whose parts are as a cut says. */
  static Replicated of(Arena arena, Panels shape, Cut cut, Kind kind) {
    long size = shape.numbers();
    if (!hasCopies(size, cut.workers(), kind)) {
      return shared(shape, cut, arena.floats(size, Arena.BATCH));
    }
    float[][] copies = new float[cut.workers()][];
    Arrays.setAll(copies, worker -> arena.floats(size + Places.ROOM, Arena.BATCH));
    float[] board = kind == Kind.POSTED ? arena.floats(size + Places.ROOM, Arena.BATCH) : NOTHING;
    return new Replicated(shape, cut, copies, board);
  }

  /** An array that all workers use. */
  static Replicated shared(Panels shape, Cut cut, float[] array) {
    float[][] copies = new float[cut.workers()][];
    Arrays.fill(copies, array);
    return new Replicated(shape, cut, copies, NOTHING);
  }

  private static boolean hasCopies(long size, int workers, Kind kind) {
    boolean fits = size <= LARGEST && workers * (size + Places.ROOM) <= MOST;
    return kind != Kind.SHARED && workers > 1 && fits;
  }

  /** Of each copy. */
  Panels shape() {
    return shape;
  }

  /** A worker's copy. */
  float[] of(int worker) {
    return copies[worker];
  }

  /** Shows the others a worker's part of the first rows, if they want it. */
  void post(int worker, int rows) {
    if (board.length > 0) {
      copy(copies[worker], board, worker, rows);
    }
  }

  /** Takes what the others have posted of the first rows, behind a barrier. */
  void fetch(int worker, int rows) {
    for (int other = 0; board.length > 0 && other < copies.length; other++) {
      if (other != worker) {
        copy(board, copies[worker], other, rows);
      }
    }
  }

  /** All parts of the first rows, while no worker is at work. */
  float[] whole(int rows) {
    for (int other = 1; other < copies.length; other++) {
      if (copies[other] != copies[0]) {
        copy(copies[other], copies[0], other, rows);
      }
    }
    return copies[0];
  }

  /** Copies a worker's part. */
  private void copy(float[] from, float[] to, int worker, int rows) {
    int row = cut.row(worker, rows);
    int count = (cut.rowEnd(worker, rows) - row) * WIDTH;
    for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
      int at = shape.at(row, panel * WIDTH);
      System.arraycopy(from, at, to, at, count);
    }
  }
}
