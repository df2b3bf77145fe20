package dev.pulmu.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar 2016, the schedule of rungs as in Li et al. 2018,
 * "Hyperband"): all trials get few epochs, the best 1/η of them go on with η times as many, until
 * the last few get all. A trial that goes on is trained again from its first epoch: so no weights
 * need to be kept, a schedule sees the whole run, and the last rung's trials equal runs of their
 * own. That costs less than 1/(η−1) of the last rungs' epochs more.
 */
final class Halving {
  /** How many trials get how many epochs, counted from the first. */
  record Rung(int trials, int epochs) {}

  private Halving() {}

  /**
   * The rungs, from few epochs to all of them: on rung i ⌊trials/ηⁱ⌋ trials get ⌊epochs·ηⁱ⁻ˢ⌋
   * epochs, for the largest s that leaves each rung a trial and an epoch.
   */
  static List<Rung> rungs(int eta, int trials, int epochs) {
    long most = 1;
    while (most * eta <= Math.min(trials, epochs)) {
      most *= eta;
    }
    List<Rung> rungs = new ArrayList<>();
    for (long power = 1; power <= most; power *= eta) {
      rungs.add(new Rung((int) (trials / power), (int) (epochs * power / most)));
    }
    return rungs;
  }
}
