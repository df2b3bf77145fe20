package dev.pulmu.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The only training loop: steps in pieces, evaluations after epochs, checkpoints when due. */
final class Training {
  private final Run run;
  private final Session session;
  private final Listeners listeners;
  private final Optional<Checkpoints> checkpoints;
  private final Feed feed;
  private final Dataset data;
  private final Steering steering;
  private final Clock clock;
  private final Pace pace = new Pace();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<ObjectNode> history = new ArrayList<>();
  private Totals totals = Totals.NONE;
  private double seconds;
  private long step;
  private int told;
  private Optional<State> best;
  private int bestEpoch;

  /** Training from the beginning, or from where it goes on. */
  Training(Run run, Session session, List<Listener> listeners, Optional<Checkpoints> checkpoints) {
    this.run = run;
    this.session = session;
    this.checkpoints = checkpoints;
    this.feed = run.feed();
    this.data = run.data();
    this.steering = run.steering();
    this.clock = run.clock();
    run.past().ifPresent(past -> {
      epochs.addAll(past.epochs());
      history.addAll(past.history());
      totals = past.totals();
      seconds = past.seconds();
      step = past.step();
      told = past.edits().size();
      bestEpoch = past.best().map(RunState.Best::epoch).orElse(0);
    });
    this.best = run.bestOfPast();
    this.listeners = new Listeners(listeners, step, feed.stepsPerEpoch());
  }

  /** Trains until something ends it, and leaves the session with the weights to be saved. */
  Ending train() {
    look();
    Optional<Ending> ending = ending();
    while (ending.isEmpty()) {
      long from = step;
      boolean better = piece();
      look();
      ending = ending();
      boolean due = checkpoints.isPresent()
          && (better
              || ending.isPresent()
              || checkpoints.get().isDue(from, step, feed.stepsPerEpoch()));
      if (better || due) {
        keep(better, due, ending);
      }
    }
    if (ending.get() != Ending.INTERRUPTED) {
      restoreBest();
    }
    return ending.get();
  }

  /** Does work that may find a number not finite, and then shows listeners the network as it is. */
  <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (NotFiniteException e) {
      listeners.notFinite(step, session, run.weights());
      throw e;
    }
  }

  /** Leaves the session with the weights of the best epoch, if there is one and it is kept. */
  boolean restoreBest() {
    best.ifPresent(session::restore);
    return best.isPresent();
  }

  private void look() {
    listeners.look(step, session, run.weights());
  }

  private Optional<Ending> ending() {
    Optional<Ending> over = run.ending(epochs, step, clock.seconds());
    if (over.isEmpty() && session.isAtEnd()) {
      return Optional.of(Ending.CONVERGED);
    }
    return over.isEmpty() && run.isStopping() ? Optional.of(Ending.INTERRUPTED) : over;
  }

  /** Some steps of one epoch; says whether they ended an epoch that is the best so far. */
  private boolean piece() {
    int epoch = epochs.size() + 1;
    long epochEnd = (long) epoch * feed.stepsPerEpoch();
    long to = Math.min(Math.min(step + pace.steps(), epochEnd), listeners.next());
    if (checkpoints.isPresent()) {
      to = Math.min(to, checkpoints.get().next(step, feed.stepsPerEpoch()));
    }
    clock.skip();
    Totals piece = session.train(step, to);
    long nanos = clock.lap(Clock.Phase.TRAIN);
    if (piece.nonFiniteStep() >= 0) {
      step = piece.nonFiniteStep();
      listeners.trained(piece, nanos * 1e-9);
      throw NotFiniteException.before(
          piece.nonFiniteStep(), epoch, feed.rateIfAny(piece.nonFiniteStep()));
    }
    pace.took(to - step, nanos);
    step = to;
    totals = totals.plus(piece);
    seconds += nanos * 1e-9;
    listeners.trained(piece, nanos * 1e-9);
    tellEdits();
    listeners.progress(new Progress(
        epoch,
        run.config().get(Settings.EPOCHS),
        step,
        feed.steps(),
        totals,
        run.judges(),
        seconds));
    if (step < epochEnd) {
      return false;
    }
    Epoch done = epoch(epoch);
    epochs.add(done);
    checkpoints.ifPresent(kept -> history.add(RunStateJson.of(done)));
    listeners.epoch(done);
    feed.observe(done.watchedLoss());
    tellEdits();
    totals = Totals.NONE;
    seconds = 0;
    return steering.best(epochs) == epoch;
  }

  private Epoch epoch(int number) {
    Optional<Evaluation> validation = evaluate(Split.VALIDATION);
    Optional<Evaluation> test = steering.asksTest() ? evaluate(Split.TEST) : Optional.empty();
    return new Epoch(
        number,
        totals.loss(),
        run.plan().update().hasPenalty()
            ? OptionalDouble.of(run.plan().penalty(session.state().values()))
            : OptionalDouble.empty(),
        run.judges() ? OptionalDouble.of(totals.accuracy()) : OptionalDouble.empty(),
        validation,
        test,
        seconds,
        totals.samples() / seconds,
        feed.rateIfAny(step - 1));
  }

  private void tellEdits() {
    List<Edit> edits = feed.edits();
    for (Edit edit : edits.subList(told, edits.size())) {
      checkpoints.ifPresent(kept -> history.add(RunStateJson.of(edit)));
      listeners.edit(edit);
    }
    told = edits.size();
  }

  private void keep(boolean better, boolean due, Optional<Ending> ending) {
    if (!due && !steering.keepsBest()) {
      return;
    }
    boolean newBest = better && steering.keepsBest();
    State state = newBest ? finiteState() : session.state();
    if (newBest) {
      best = Optional.of(state);
      bestEpoch = epochs.size();
    }
    if (due) {
      checkpoints.get().submit(state(ending), history, state, better);
    }
  }

  private RunState state(Optional<Ending> ending) {
    int epoch = steering.best(epochs);
    Optional<RunState.Best> soFar = epoch == 0
        ? Optional.empty()
        : Optional.of(new RunState.Best(
            steering.watch().metric().text(),
            steering.watch().metric().of(epochs.get(epoch - 1)).orElseThrow(),
            epoch,
            (long) epoch * feed.stepsPerEpoch()));
    return new RunState(
        run.config(),
        run.source(),
        run.backend().name(),
        run.from(),
        step,
        totals,
        seconds,
        epochs,
        soFar,
        epochs.size() - epoch,
        clock.seconds(),
        ending.filter(why -> why != Ending.INTERRUPTED),
        feed.edits(),
        run.spans());
  }

  /** Evaluates the session's weights on a split, if it has rows. */
  Optional<Evaluation> evaluate(Split split) {
    if (data.rows(split).length == 0) {
      return Optional.empty();
    }
    clock.skip();
    Evaluation evaluation = session.evaluate(split, run.weights());
    clock.lap(Clock.Phase.EVALUATE);
    requireFinite(evaluation.loss());
    return Optional.of(evaluation);
  }

  /** Figures of the session's answers to the test rows, which have a finite loss. */
  Optional<Metrics> testMetrics() {
    clock.skip();
    Optional<Metrics> metrics =
        Metrics.ofTest(session, run.weights(), data, run.plan().network().loss());
    clock.lap(Clock.Phase.EVALUATE);
    return metrics;
  }

  /**
   * The session's tensors.
   *
   * @throws NotFiniteException if one of their numbers is not finite
   */
  State finiteState() {
    State state = session.state();
    for (float value : state.values()) {
      requireFinite(value);
    }
    return state;
  }

  /** The last update is followed by no step that would find its weights out. */
  private void requireFinite(double number) {
    if (!Double.isFinite(number)) {
      long last = step - 1;
      int epoch = (int) (last / feed.stepsPerEpoch()) + 1;
      throw NotFiniteException.after(last, epoch, feed.rateIfAny(last));
    }
  }

  List<Epoch> epochs() {
    return epochs;
  }

  long step() {
    return step;
  }

  /** The number of the epoch whose weights the session has, if they are those of the best. */
  Optional<Integer> bestEpoch(Ending ending) {
    return ending != Ending.INTERRUPTED && best.isPresent()
        ? Optional.of(bestEpoch)
        : Optional.empty();
  }
}
