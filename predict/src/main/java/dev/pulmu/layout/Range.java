package dev.pulmu.layout;

/**
 * Elements {@code from ≤ i < to} of the canonical order.
 *
 * @param from the first one
 * @param to the place behind the last one
 */
public record Range(int from, int to) {
  /** How many elements it has. */
  public int size() {
    return to - from;
  }
}
