package dev.pulmu.layout;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A persistent tensor's row in the table: its name, shape, place and start. {@link State} has its
 * values.
 *
 * @param name unique in its table, {@code dense1.w}; for people and files, nothing is found by it
 * @param role what it is for
 * @param shape its dimensions, outermost first; a vector is a matrix of one row
 * @param offset its place in the canonical order, in elements; row-major, unpadded
 * @param start what its elements are before the first step
 * @param decays whether penalties and decoupled decay apply to it
 */
public record Tensor(
    String name, Role role, List<Integer> shape, int offset, Start start, boolean decays) {
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** How many elements it has. */
  public int size() {
    return rows() * columns();
  }

  /** How many rows it has as a matrix: the product of all dimensions but the last. */
  public int rows() {
    int rows = 1;
    for (int i = 0; i < shape.size() - 1; i++) {
      rows *= shape.get(i);
    }
    return rows;
  }

  /** How many columns it has as a matrix: the last dimension. */
  public int columns() {
    return shape.get(shape.size() - 1);
  }

  /** The place just behind it. */
  public int end() {
    return offset + size();
  }

  /** Whether another has the same name and shape. */
  public boolean isLike(Tensor other) {
    return name.equals(other.name) && shape.equals(other.shape);
  }

  /** Its shape, for people: {@code 784×100}. */
  public String shapeText() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
