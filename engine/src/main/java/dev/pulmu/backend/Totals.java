package dev.pulmu.backend;

/**
 * Sums over some training steps, before each step's update.
 *
 * @param lossSum sum of the samples' losses, without penalty
 * @param correct right answers; 0 where the loss knows no answers
 * @param samples how many samples
 * @param nonFiniteStep the first step whose loss or gradient was not finite, or −1; its samples are
 *     not in the sums
 */
public record Totals(double lossSum, long correct, long samples, long nonFiniteStep) {
  public static final Totals NONE = new Totals(0, 0, 0, -1);

  /** The sums over these steps and the later ones. */
  public Totals plus(Totals later) {
    return new Totals(
        lossSum + later.lossSum,
        correct + later.correct,
        samples + later.samples,
        nonFiniteStep >= 0 ? nonFiniteStep : later.nonFiniteStep);
  }

  /** Mean loss of a sample. */
  public double loss() {
    return lossSum / samples;
  }

  /** Share of right answers. */
  public double accuracy() {
    return (double) correct / samples;
  }
}
