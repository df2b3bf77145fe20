package dev.pulmu.backend.cpu;

/**
 * How work is cut among the workers of a team: evenly, and so that a worker has the same panels in
 * every pass, which are then in its cache. No number depends on where a cut is.
 */
final class Cut {
  /** Rows of the smallest piece: those of a tile. */
  static final int TILE = 8;

  private Cut() {}

  /** The first of a worker's items; the next worker's is the place behind its last one. */
  static int first(int items, int worker, int workers) {
    return (int) (((long) items * worker + workers - 1) / workers);
  }

  /**
   * Where a worker's rows begin in a pair of panels, if all pairs one after the other are cut
   * evenly among the workers; the next worker's first row is the place behind its last one.
   *
   * @param rows of each panel
   * @param panels in all
   * @param pair which two panels; the last pair may be a single one
   */
  static int row(int rows, int panels, int pair, int worker, int workers) {
    int tiles = (rows + TILE - 1) / TILE;
    long bound = (long) tiles * panels * worker / workers - 2L * pair * tiles;
    long tile = bound / width(panels, pair);
    return Math.min(rows, (int) Math.max(0, Math.min(tiles, tile)) * TILE);
  }

  /** How many pairs there are. */
  static int pairs(int panels) {
    return (panels + 1) / 2;
  }

  /** How many panels a pair has. */
  static int width(int panels, int pair) {
    return Math.min(2, panels - 2 * pair);
  }
}
