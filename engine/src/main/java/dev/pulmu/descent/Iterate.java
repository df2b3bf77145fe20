package dev.pulmu.descent;

import java.util.List;
import java.util.Optional;

/**
 * The state of a {@code FullBatch} method between two iterations. A value: the next iterate is a
 * function of it and the objective.
 *
 * @param now the point, with the objective's value and gradient there
 * @param past points before it, the newest first, as many as the method looks back on
 * @param end why there is no next one, if there is none
 */
public record Iterate(Point now, List<Past> past, Optional<End> end) {
  public Iterate {
    past = List.copyOf(past);
  }

  /**
   * A point that was left, and the gradient there.
   *
   * @param at the point
   * @param gradient of the objective
   */
  public record Past(double[] at, double[] gradient) {
    @Override
    public String toString() {
      return "a point of " + at.length + " numbers that was left";
    }
  }

  /** Why a method goes no further. */
  public enum End {
    /** No element of the gradient is larger than the tolerance. */
    FLAT,
    /**
     * No step that a line search could find makes the objective smaller by enough: it falls without
     * end, or by less than its rounding.
     */
    STUCK,
    /** The objective or its gradient is not finite where the method begins. */
    NOT_FINITE
  }
}
