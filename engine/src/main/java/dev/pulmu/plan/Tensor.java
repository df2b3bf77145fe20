package dev.pulmu.plan;

/**
 * A row of the table of persistent tensors.
 *
 * @param name unique in its plan, {@code dense1.w}
 * @param role what it is for
 * @param rows first dimension
 * @param columns second dimension; vectors have one row
 * @param offset its place in the canonical order, in elements; row-major, unpadded
 * @param start the value that all its elements begin with; weights of dense layers are drawn
 *     instead
 */
public record Tensor(String name, Role role, int rows, int columns, int offset, float start) {
  /** How many elements it has. */
  public int size() {
    return rows * columns;
  }

  /** The place just behind it. */
  public int end() {
    return offset + size();
  }
}
