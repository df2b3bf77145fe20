package dev.pulmu.run;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Epoch;
import java.util.List;

/**
 * All listeners of a run, called one after the other, with the sums over the steps since each
 * looked last.
 */
final class Listeners {
  private final List<Watch> all;
  private final int stepsPerEpoch;

  /** @param from the steps that are done when they begin to listen */
  Listeners(List<Listener> all, long from, int stepsPerEpoch) {
    this.stepsPerEpoch = stepsPerEpoch;
    long first = from == 0 ? 0 : from + 1;
    this.all = all.stream().map(listener -> new Watch(listener, first)).toList();
  }

  void progress(Progress progress) {
    all.forEach(watch -> watch.listener.progress(progress));
  }

  void edit(Edit edit) {
    all.forEach(watch -> watch.listener.edit(edit));
  }

  void epoch(Epoch epoch) {
    all.forEach(watch -> watch.listener.epoch(epoch));
  }

  /** The steps that are to be done when the next of them looks. */
  long next() {
    return all.stream().mapToLong(watch -> watch.next).min().orElse(Long.MAX_VALUE);
  }

  /** Adds steps that were trained to what each listener has not seen yet. */
  void trained(Totals piece, double seconds) {
    for (Watch watch : all) {
      watch.totals = watch.totals.plus(piece);
      watch.seconds += seconds;
    }
  }

  /** Calls those listeners that want to look after so many steps. */
  void look(long step, Session session, Session.Weights weights) {
    for (Watch watch : all) {
      if (watch.next == step) {
        watch.look(new Look(session, weights, step, watch.totals, watch.seconds));
      }
    }
  }

  /** The numbers are not finite any more. */
  void notFinite(long step, Session session, Session.Weights weights) {
    for (Watch watch : all) {
      watch.listener.notFinite(new Look(session, weights, step, watch.totals, watch.seconds));
    }
  }

  private final class Watch {
    private final Listener listener;
    private long next;
    private Totals totals = Totals.NONE;
    private double seconds;

    Watch(Listener listener, long first) {
      this.listener = listener;
      this.next = next(first);
    }

    void look(Look look) {
      totals = Totals.NONE;
      seconds = 0;
      listener.look(look);
      next = next(look.step() + 1);
    }

    private long next(long from) {
      long wanted = listener.nextLook(from, stepsPerEpoch);
      if (wanted < from) {
        throw new IllegalArgumentException(
            "a listener looks after step " + from + " or later, came " + wanted);
      }
      return wanted;
    }
  }
}
