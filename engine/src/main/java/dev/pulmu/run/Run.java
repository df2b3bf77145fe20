package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Session;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.config.TableChoices;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.plan.Plan;
import dev.pulmu.report.Replay;
import dev.pulmu.report.RunReport;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One training, from a configuration to a report and a model. Everything that can be refused is
 * refused when it is made; what fails later is a failure of the run. Used once, by one thread;
 * {@link #stop} may come from any.
 */
public final class Run {
  private final RunConfig config;
  private final List<String> choices;
  private final Dataset data;
  private final Backend backend;
  private final Plan plan;
  private final List<Span> spans;
  private final Feed feed;
  private final Steering steering;
  private final Clock clock;
  private final Optional<Model> from;
  private final Optional<Resumption> resumption;
  private final Optional<State> bestOfPast;
  private volatile boolean stopping;

  /**
   * A run on this data, of which the configuration's limit and validation share are taken.
   *
   * @throws IllegalArgumentException if configuration and data do not fit, or the model to begin
   *     with means other columns or classes
   */
  public Run(RunConfig config, Dataset data, Backend backend) {
    this(
        config,
        backend,
        new Clock(),
        data,
        from(config, data),
        Optional.empty(),
        Schedule.Past.NONE);
  }

  private Run(
      RunConfig given,
      Backend backend,
      Clock clock,
      Dataset data,
      Optional<Model> from,
      Optional<Resumption> resumption,
      Schedule.Past rates) {
    TableChoices choices = TableChoices.of(given, data);
    this.data = choices.config().rows(data);
    this.config = TableChoices.withTargets(choices.config(), this.data);
    this.choices = choices.lines();
    this.backend = backend;
    this.clock = clock;
    this.resumption = resumption;
    resumption.ifPresent(before -> before.checkFits(source()));
    this.plan = config.plan(
        this.data.shape(), this.data.targets().outputs(), this.data.rows(Split.TRAIN).length);
    backend.check(plan);
    this.steering = Steering.of(config, this.data, plan.network().loss());
    this.spans = rates.spans().isEmpty() ? config.spans() : rates.spans();
    this.feed = new Feed(
        plan,
        this.data,
        config.get(Settings.EPOCHS),
        config.get(Settings.SEED),
        config.get(Settings.SAMPLING),
        config.get(Settings.DROP_LAST),
        rates);
    this.from = from;
    from.ifPresent(model -> State.initial(plan, 0).withWeightsOf(model.state()));
    this.bestOfPast =
        steering.keepsBest() ? resumption.flatMap(before -> before.best(plan)) : Optional.empty();
  }

  /**
   * A run on the data set and backend that the configuration names. The run's configuration has the
   * name of the data set that it is, where the given one leaves that open.
   *
   * @param lookup where data sets are looked for
   * @throws IllegalArgumentException if a name is not known or configuration and data do not fit
   * @throws IllegalStateException if the backend cannot run here
   * @throws dev.pulmu.files.DataException if the data cannot be trusted
   */
  public static Run load(RunConfig config, Lookup lookup) {
    return load(config, lookup, new Clock(), Optional.empty());
  }

  /**
   * A run that goes on where another one, perhaps in another process, left off.
   *
   * @param config what was asked for then, but for how long it goes on and what runs it
   * @throws IllegalArgumentException also if configuration or data are others than then
   * @throws dev.pulmu.checkpoint.CheckpointException if its best weights are wanted and damaged
   */
  public static Run resume(Resumption before, RunConfig config, Lookup lookup) {
    before.checkFits(config);
    return load(config, lookup, new Clock(before.state().spent()), Optional.of(before));
  }

  /**
   * A run that goes on where another one, perhaps in another process, left off, on data that is
   * built in Java.
   *
   * @param directory of that run; its newest checkpoint counts
   * @param data that it was on, whole
   * @throws IllegalArgumentException if there is no checkpoint yet, or the data is other than then
   * @throws dev.pulmu.checkpoint.CheckpointException if the checkpoint is damaged
   */
  public static Run resume(RunDirectory directory, Dataset data, Backend backend) {
    Resumption newest = Resumption.of(directory, OptionalLong.empty())
        .orElseThrow(() -> new IllegalArgumentException(
            directory.path() + " has no checkpoint yet; begin with a new Run"));
    return resume(newest, newest.state().config(), data, backend);
  }

  /**
   * A run that goes on from a checkpoint of one's choice, or for other epochs.
   *
   * @param config what was asked for then, but for how long it goes on
   * @throws IllegalArgumentException if configuration or data are others than then
   */
  public static Run resume(Resumption before, RunConfig config, Dataset data, Backend backend) {
    before.checkFits(config);
    return new Run(
        config,
        backend,
        new Clock(before.state().spent()),
        data,
        Optional.empty(),
        Optional.of(before),
        before.state().rates());
  }

  /**
   * A run that does again what a report says.
   *
   * @throws IllegalArgumentException also if the data, or the model to begin with, are others than
   *     then
   */
  public static Run replay(Replay replay, Lookup lookup) {
    Backend backend = Backend.choose(replay.config().get(Settings.BACKEND));
    backend.prepare();
    Dataset data = replay.config().dataAgain(replay.dataset().sha256(), lookup);
    if (!data.sha256().equals(replay.dataset().sha256())) {
      throw new IllegalArgumentException(String.format(
              Locale.ROOT,
              "the report is of %s with SHA-256 %s, this is %s with %s;",
              replay.dataset().name(),
              replay.dataset().sha256(),
              data.name(),
              data.sha256())
          + " say where its data is with --data");
    }
    Run run = new Run(
        replay.config(),
        backend,
        new Clock(),
        data,
        replay.config().from(),
        Optional.empty(),
        replay.rates());
    String from = run.from().orElse("none");
    if (!from.equals(replay.from().orElse("none"))) {
      throw new IllegalArgumentException("the run began with a model whose weightsSha256 is "
          + replay.from().orElse("none") + ", " + run.config.text(Settings.FROM) + " has " + from);
    }
    return run;
  }

  private static Run load(
      RunConfig config, Lookup lookup, Clock clock, Optional<Resumption> resumption) {
    Backend backend = Backend.choose(config.get(Settings.BACKEND));
    backend.prepare();
    Dataset data = resumption
        .map(before -> config.dataAgain(before.state().dataset().sha256(), lookup))
        .orElseGet(() -> config.data(lookup));
    RunConfig named = config.with(Settings.DATASET, data.name());
    Schedule.Past rates =
        resumption.map(before -> before.state().rates()).orElse(Schedule.Past.NONE);
    Optional<Model> from = resumption.isPresent() ? Optional.empty() : from(named, data);
    return new Run(named, backend, clock, data, from, resumption, rates);
  }

  /** The model to begin with, whose weights have to mean on this data what they have learnt. */
  private static Optional<Model> from(RunConfig config, Dataset data) {
    Optional<Model> from = config.from();
    try {
      from.ifPresent(model -> {
        model.requireFits(data);
        model.requireNormalised(data);
      });
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "from " + config.text(Settings.FROM) + ": " + e.getMessage(), e);
    }
    return from;
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

  /** The rows and the rate of each step. */
  public Feed feed() {
    return feed;
  }

  /** How long the run is for a schedule that spans it; none for others. */
  public List<Span> spans() {
    return spans;
  }

  /** The configuration, in which {@code auto} has become the name of the data set that is used. */
  public RunConfig config() {
    return config;
  }

  /** Why a resumed run has nothing left to do, if that is so. */
  public Optional<Ending> over() {
    return past()
        .flatMap(past -> past.ended()
            .filter(ended -> ended == Ending.CONVERGED)
            .or(() -> ending(past.epochs(), past.step(), past.spent())));
  }

  /** What was chosen where the configuration leaves it to the data, and why; for people. */
  public List<String> choices() {
    return choices;
  }

  Optional<Ending> ending(List<Epoch> epochs, long step, RunReport.Seconds spent) {
    boolean atEnd = step == (long) epochs.size() * feed.stepsPerEpoch();
    return steering.ending(epochs, config.get(Settings.EPOCHS), atEnd, spent);
  }

  /** Trains without writing checkpoints; otherwise as {@link #train(Checkpoints, Listener...)}. */
  public Outcome train(Listener... listeners) {
    return train(Optional.empty(), List.of(listeners));
  }

  /**
   * Trains, validates after each epoch, tests at the end.
   *
   * @param checkpoints where checkpoints are written
   * @throws IllegalArgumentException before the first step, if an optimizer, a layer or a loss of
   *     the user's own is not registered, so that nobody could read what the run leaves
   * @throws NotFiniteException if a loss or gradient stops being finite; it has the best epoch's
   *     outcome, where that is to be kept
   */
  public Outcome train(Checkpoints checkpoints, Listener... listeners) {
    return train(Optional.of(checkpoints), List.of(listeners));
  }

  /**
   * Trains and validates for listeners alone: there is no test, no report and no model, so that
   * optimizers, layers and losses of the user's own need not be registered.
   *
   * @throws NotFiniteException if a loss or gradient stops being finite
   */
  public void trainFor(Listener... listeners) {
    open(Optional.empty(), List.of(listeners), training -> training.told(training::train));
  }

  private Outcome train(Optional<Checkpoints> checkpoints, List<Listener> listeners) {
    config.requireReadable();
    // A quarter of a second for MNIST, which the first steps need not wait for
    CompletableFuture.runAsync(data::sha256);
    return open(checkpoints, listeners, training -> {
      try {
        return training.told(() -> outcome(training));
      } catch (NotFiniteException e) {
        throw training.restoreBest() ? leavingBest(e, training) : e;
      }
    });
  }

  private Outcome outcome(Training training) {
    Ending ending = training.train();
    Optional<Evaluation> test =
        ending == Ending.INTERRUPTED ? Optional.empty() : training.evaluate(Split.TEST);
    return Outcome.of(this, training, ending, test);
  }

  private <T> T open(
      Optional<Checkpoints> checkpoints, List<Listener> listeners, Function<Training, T> work) {
    State begin = resumption.map(before -> before.tensors(plan)).orElseGet(this::initial);
    try (Session session = backend.open(plan, data, feed, begin)) {
      clock.lap(Clock.Phase.DATA);
      resumption.ifPresent(Resumption::begin);
      return work.apply(new Training(this, session, listeners, checkpoints));
    }
  }

  private NotFiniteException leavingBest(NotFiniteException e, Training training) {
    try {
      return e.leaving(Outcome.of(this, training, Ending.DIVERGED, training.evaluate(Split.TEST)));
    } catch (NotFiniteException onTestRows) {
      return e;
    }
  }

  /**
   * Ends the run after the piece of work in flight, within a fraction of a second; its outcome then
   * says that it was stopped and has no test. So does an interrupt of the thread that trains, which
   * stays interrupted.
   */
  public void stop() {
    stopping = true;
  }

  private State initial() {
    State initial = UnseenWords.zeroed(State.initial(plan, config.get(Settings.SEED)), data);
    return from.map(model -> initial.withWeightsOf(model.state())).orElse(initial);
  }

  boolean isStopping() {
    return stopping || Thread.currentThread().isInterrupted();
  }

  /** weightsSha256 of the model that it began with, here or in another process. */
  Optional<String> from() {
    return resumption.isPresent()
        ? resumption.get().state().from()
        : from.map(model -> model.state().weightsSha256());
  }

  RunReport.Source source() {
    return new RunReport.Source(data.name(), data.sha256());
  }

  Steering steering() {
    return steering;
  }

  Clock clock() {
    return clock;
  }

  Optional<RunState> past() {
    return resumption.map(Resumption::state);
  }

  Optional<State> bestOfPast() {
    return bestOfPast;
  }

  boolean judges() {
    return plan.network().loss().judges(data.targets());
  }

  Session.Weights weights() {
    return plan.update().ema() > 0 ? Session.Weights.EMA : Session.Weights.LIVE;
  }
}
