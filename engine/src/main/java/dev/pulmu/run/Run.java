package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Feed;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Datasets;
import dev.pulmu.datasets.Lookup;
import dev.pulmu.datasets.Split;
import dev.pulmu.model.Model;
import dev.pulmu.model.Provenance;
import dev.pulmu.optimizer.Schedule.Edit;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One training, from a configuration to a report and a model. Everything that can be refused is
 * refused when it is made; what fails later is a failure of the run. Used once, by one thread;
 * {@link #stop} may come from any.
 */
public final class Run {
  private final RunConfig config;
  private final Dataset data;
  private final Backend backend;
  private final Plan plan;
  private final Feed feed;
  private final Clock clock;
  private final List<Epoch> epochs = new ArrayList<>();
  private volatile boolean stopping;
  private long step;
  private int told;

  /**
   * A run on this data, of which the configuration's limit and validation share are taken.
   *
   * @throws IllegalArgumentException if configuration and data do not fit
   */
  public Run(RunConfig config, Dataset data, Backend backend) {
    this(config, backend, new Clock(), data);
  }

  private Run(RunConfig config, Backend backend, Clock clock, Dataset data) {
    this.config = config;
    this.backend = backend;
    this.clock = clock;
    this.data = config.rows(data);
    this.plan = config.plan(
        data.features().columns(), data.targets().outputs(), this.data.rows(Split.TRAIN).length);
    this.feed = new Feed(
        plan,
        this.data,
        config.get(Settings.EPOCHS),
        config.get(Settings.SEED),
        config.get(Settings.SAMPLING),
        config.get(Settings.DROP_LAST));
  }

  /**
   * A run on the data set and backend that the configuration names. The run's configuration has the
   * name of the data set that it is, where the given one leaves that open.
   *
   * @param lookup where data sets are looked for
   * @throws IllegalArgumentException if a name is not known or configuration and data do not fit
   * @throws IllegalStateException if the backend cannot run here
   * @throws dev.pulmu.datasets.DataException if the data cannot be trusted
   */
  public static Run load(RunConfig config, Lookup lookup) {
    Clock clock = new Clock();
    Backend backend = Backend.choose(config.get(Settings.BACKEND));
    Dataset data =
        Datasets.load(config.get(Settings.DATASET), lookup, config.get(Settings.TARGETS));
    return new Run(config.with(Settings.DATASET, data.name()), backend, clock, data);
  }

  public Backend backend() {
    return backend;
  }

  /** The data with the rows that this run takes of it. */
  public Dataset data() {
    return data;
  }

  public Plan plan() {
    return plan;
  }

  /**
   * Trains, validates after each epoch, tests at the end.
   *
   * @throws NotFiniteException if a loss or gradient stops being finite
   */
  public Outcome train(Listener listener) {
    State initial = State.initial(plan, config.get(Settings.SEED));
    try (Session session = backend.open(plan, data, feed, initial)) {
      clock.lap(Clock.Phase.DATA);
      Pace pace = new Pace();
      Totals totals = Totals.NONE;
      double seconds = 0;
      while (step < feed.steps() && !stopping) {
        int epoch = epochs.size() + 1;
        long epochEnd = (long) epoch * feed.stepsPerEpoch();
        long to = Math.min(step + pace.steps(), epochEnd);
        clock.skip();
        Totals piece = session.train(step, to);
        long nanos = clock.lap(Clock.Phase.TRAIN);
        if (piece.nonFiniteStep() >= 0) {
          throw NotFiniteException.before(
              piece.nonFiniteStep(), epoch, feed.rate(piece.nonFiniteStep()));
        }
        pace.took(to - step, nanos);
        step = to;
        totals = totals.plus(piece);
        tellEdits(listener);
        seconds += nanos * 1e-9;
        listener.progress(new Progress(
            epoch, config.get(Settings.EPOCHS), step, feed.steps(), totals, judges(), seconds));
        if (step == epochEnd) {
          Epoch done = epoch(epoch, totals, seconds, evaluate(session, Split.VALIDATION));
          epochs.add(done);
          listener.epoch(done);
          feed.observe(done.validation().map(Evaluation::loss).orElse(done.trainLoss()));
          tellEdits(listener);
          totals = Totals.NONE;
          seconds = 0;
        }
      }
      boolean stopped = stopping;
      Optional<Evaluation> test = stopped ? Optional.empty() : evaluate(session, Split.TEST);
      State state = session.state();
      for (float value : state.values()) {
        requireFinite(value);
      }
      return outcome(state.averaged(), test, stopped);
    }
  }

  /**
   * Ends the run after the piece of work in flight, within a fraction of a second; its outcome then
   * says that it was stopped and has no test.
   */
  public void stop() {
    stopping = true;
  }

  private void tellEdits(Listener listener) {
    List<Edit> edits = feed.edits();
    edits.subList(told, edits.size()).forEach(listener::edit);
    told = edits.size();
  }

  private Optional<Evaluation> evaluate(Session session, Split split) {
    if (data.rows(split).length == 0) {
      return Optional.empty();
    }
    clock.skip();
    Evaluation evaluation = session.evaluate(
        split, plan.update().ema() > 0 ? Session.Weights.EMA : Session.Weights.LIVE);
    clock.lap(Clock.Phase.EVALUATE);
    requireFinite(evaluation.loss());
    return Optional.of(evaluation);
  }

  /** The last update is followed by no step that would find its weights out. */
  private void requireFinite(double number) {
    if (!Double.isFinite(number)) {
      long last = step - 1;
      int epoch = (int) (last / feed.stepsPerEpoch()) + 1;
      throw NotFiniteException.after(last, epoch, feed.rate(last));
    }
  }

  private Epoch epoch(int epoch, Totals totals, double seconds, Optional<Evaluation> validation) {
    return new Epoch(
        epoch,
        totals.loss(),
        judges() ? OptionalDouble.of(totals.accuracy()) : OptionalDouble.empty(),
        validation,
        seconds,
        totals.samples() / seconds,
        feed.rate(step - 1));
  }

  private boolean judges() {
    return plan.network().loss().judges(data.targets());
  }

  private Outcome outcome(State state, Optional<Evaluation> test, boolean stopped) {
    Map<String, String> versions = new LinkedHashMap<>();
    Build build = Build.current();
    versions.put("pulmu", build.version());
    versions.put("java", Runtime.version().toString());
    versions.putAll(backend.availability().versions());
    RunReport report = new RunReport(
        config,
        new RunReport.Source(data.name(), data.sha256()),
        backend.name(),
        backend.availability().device(),
        versions,
        build.commit(),
        stopped,
        epochs,
        feed.edits(),
        test,
        step,
        clock.seconds(),
        state.weightsSha256(),
        plan.parameters());
    Provenance provenance = new Provenance(
        report.backend(),
        report.dataset().name(),
        report.dataset().sha256(),
        report.commit(),
        config.get(Settings.SEED),
        report.weightsSha256(),
        test.map(Evaluation::accuracy).orElse(OptionalDouble.empty()));
    return new Outcome(report, Model.of(state, data, provenance));
  }
}
