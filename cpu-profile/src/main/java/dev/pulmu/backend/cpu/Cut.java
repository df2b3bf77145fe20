package dev.pulmu.backend.cpu;

/**
 * How a layer's panels and rows are shared among the workers of a team, alike in every pass: what a
 * worker has written it finds in its cache. Whole panels, whose sums over rows need nobody else; or
 * rows, where that would leave workers idle. No number depends on where a cut is.
 *
 * @param backwards whether the last worker has the first panels
 */
record Cut(int panels, int workers, boolean backwards) {
  /** Rows are cut where tiles begin. */
  private static final int TILE = 8;

  /** Panels of the widest tile. */
  static final int WIDEST = 3;

  /** Whether whole panels are shared: if no worker then waits more than a sixth of the time. */
  boolean whole() {
    return (panels + workers - 1) / workers * workers * 5 <= panels * 6;
  }

  /** A worker's first panel. */
  int panel(int worker) {
    return whole() ? first(panels, turn(worker), workers) : 0;
  }

  /** The place behind a worker's last panel. */
  int panelEnd(int worker) {
    return whole() ? first(panels, turn(worker) + 1, workers) : panels;
  }

  private int turn(int worker) {
    return backwards ? workers - 1 - worker : worker;
  }

  /** A worker's first row. */
  int row(int worker, int rows) {
    return whole() ? 0 : Math.min(rows, first((rows + TILE - 1) / TILE, worker, workers) * TILE);
  }

  /** The place behind a worker's last row. */
  int rowEnd(int worker, int rows) {
    return whole()
        ? rows
        : Math.min(rows, first((rows + TILE - 1) / TILE, worker + 1, workers) * TILE);
  }

  /** The first of a worker's items; the next worker's is the place behind its last one. */
  static int first(int items, int worker, int workers) {
    return (int) (((long) items * worker + workers - 1) / workers);
  }
}
