package dev.pulmu.run;

import dev.pulmu.backend.Totals;

/**
 * How far a run is.
 *
 * @param epoch the epoch in work, from 1
 * @param epochs how many the run has
 * @param step steps done, over the whole run
 * @param steps how many the run has
 * @param totals sums over this epoch so far
 * @param judged whether answers can be right or wrong, so that the totals have an accuracy
 * @param seconds that training spent in this epoch so far
 */
public record Progress(
    int epoch, int epochs, long step, long steps, Totals totals, boolean judged, double seconds) {
  /** Training rows a second, over this epoch so far. */
  public double samplesPerSecond() {
    return totals.samples() / seconds;
  }
}
