package dev.pulmu.backend.cpu;

/**
 * The division of a matrix's panels or rows among the workers of a team. It is the same in every
 * pass, so that a worker finds in its cache what it has written. No number depends on where a cut
 * is.
 *
 * @param panels of the matrix
 * @param workers of the team
 * @param whole whether each worker gets whole panels, whose columns it sums without the others; or
 *     else rows
 */
record Cut(int panels, int workers, boolean whole) {
  /** Rows are cut where tiles begin. */
  private static final int TILE = 8;

  /** Shares whole panels, unless a worker would then wait for more than a sixth of the time. */
  static Cut of(int panels, int workers) {
    boolean whole = (panels + workers - 1) / workers * workers * 5 <= panels * 6;
    return new Cut(panels, workers, whole);
  }

  /** Shares whole panels, however few there are. */
  static Cut byPanels(int panels, int workers) {
    return new Cut(panels, workers, true);
  }

  /** Shares rows. */
  static Cut byRows(int panels, int workers) {
    return new Cut(panels, workers, false);
  }

  /** A worker's first panel. */
  int panel(int worker) {
    return whole ? first(panels, worker, workers) : 0;
  }

  /** The place behind a worker's last panel. */
  int panelEnd(int worker) {
    return whole ? first(panels, worker + 1, workers) : panels;
  }

  /** A worker's first row. */
  int row(int worker, int rows) {
    return whole ? 0 : Math.min(rows, first((rows + TILE - 1) / TILE, worker, workers) * TILE);
  }

  /** The place behind a worker's last row. */
  int rowEnd(int worker, int rows) {
    return whole
        ? rows
        : Math.min(rows, first((rows + TILE - 1) / TILE, worker + 1, workers) * TILE);
  }

  /**
   * The first of a worker's items; the next worker's is the place behind its last one. The last
   * worker has most, since the last panel is often a narrow one.
   */
  static int first(int items, int worker, int workers) {
    return (int) ((long) items * worker / workers);
  }
}
