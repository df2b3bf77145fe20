package dev.pulmu.schedule;

import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A schedule that reduces the rate whenever the loss stalls: {@code reduce-on-plateau(0.1,
 * factor=0.1, patience=10)}. The loss L is that of the validation rows, or of the training rows
 * where none are held back.
 *
 * <pre>
 *   after each epoch:  L &lt; best − change:  best ← L, n ← 0     (best = ∞, n = 0 at first)
 *                      otherwise:          n ← n + 1
 *   if n = patience:   η ← max(η · factor, least) from the next epoch on, n ← 0
 * </pre>
 *
 * <p>The best loss stays when the rate is reduced. No rate becomes larger by this, nor 0 as a
 * float. A loss that is no number is none that is better. Each reduction is an
 * {@link Schedule.Edit}.
 *
 * <p>This is {@code ReduceLROnPlateau} of Keras without its cooldown. That of PyTorch reduces one
 * epoch later, when {@code n > patience}, and takes its threshold as a share of the best loss
 * unless told {@code threshold_mode='abs'}.
 *
 * <p>After a {@link Warmup} every epoch of the run counts, those of the warm-up too: the way up is
 * to the rate as it is by then.
 *
 * @param base η at first
 * @param factor in (0, 1)
 * @param patience how many epochs may end without a better loss, at least 1
 * @param change by more than this a loss must be smaller than the best to be better, at least 0
 * @param least the rate below which this does not go, at least 0
 */
public record ReduceOnPlateau(double base, double factor, int patience, double change, double least)
    implements Schedule {
  private static final String NAME = "reduce-on-plateau";

  public ReduceOnPlateau {
    Bounds.rate(base);
    Bounds.check(factor > 0 && factor < 1, NAME, "factor", "in (0, 1)", factor);
    Bounds.check(patience >= 1, NAME, "patience", "of at least 1", patience);
    Bounds.atLeast0(NAME, "change", change);
    Bounds.atLeast0(NAME, "least", least);
  }

  static ReduceOnPlateau read(Call call, double base) {
    return new ReduceOnPlateau(
        Schedules.rateOf(call, base),
        call.real("factor", 0.1),
        call.whole("patience", 10, 1),
        call.real("change", 1e-4),
        call.real("least", 0));
  }

  /** The rate at first; {@link #start} it for one that follows the loss. */
  @Override
  public double rate(Place place) {
    return base;
  }

  @Override
  public Schedule start(Past past) {
    Watch watch = new Watch(this);
    past.losses().forEach(watch::observe);
    return watch;
  }

  @Override
  public String text() {
    return Schedules.text(
        NAME, base, "factor", factor, "patience", patience, "change", change, "least", least);
  }

  /** This schedule at work: a function of the losses so far, and of nothing else. */
  private static final class Watch implements Schedule {
    private final ReduceOnPlateau plateau;
    private final List<Edit> edits = new ArrayList<>();
    private double best = Double.POSITIVE_INFINITY;
    private int ended;
    private int waited;

    Watch(ReduceOnPlateau plateau) {
      this.plateau = plateau;
    }

    @Override
    public synchronized double rate(Place place) {
      return Edit.rateIn(place.runEpoch() + 1, edits, plateau.base);
    }

    @Override
    public synchronized void observe(double loss) {
      ended++;
      waited++;
      if (loss < best - plateau.change) {
        best = loss;
        waited = 0;
      }
      if (waited == plateau.patience) {
        reduce(ended + 1);
        waited = 0;
      }
    }

    private void reduce(int epoch) {
      double old = Edit.rateIn(epoch, edits, plateau.base);
      double rate = Math.max(old * plateau.factor, plateau.least);
      if (rate < old && (float) rate > 0) {
        edits.add(new Edit(epoch, rate, message(old, rate)));
      }
    }

    /** In float, which is what the numbers are used in: .1 · .1 is not .01 in double. */
    private String message(double old, double rate) {
      return String.format(
          Locale.ROOT,
          "the loss has not fallen below %s%s for %d epoch%s; the rate goes from %s to %s",
          Numbers.text((float) best),
          plateau.change > 0 ? " by more than " + Numbers.text(plateau.change) : "",
          plateau.patience,
          plateau.patience == 1 ? "" : "s",
          Numbers.text((float) old),
          Numbers.text((float) rate));
    }

    @Override
    public synchronized List<Edit> edits() {
      return List.copyOf(edits);
    }

    @Override
    public double base() {
      return plateau.base;
    }

    @Override
    public String text() {
      return plateau.text();
    }
  }
}
