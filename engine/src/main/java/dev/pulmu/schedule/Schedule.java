package dev.pulmu.schedule;

import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Locale;

/**
 * A learning rate as a function of the step. The ones with names are in {@link Schedules}; a
 * {@link Warmup} comes before any of them, {@link Manual} is what a person says while training
 * runs.
 */
public interface Schedule {
  /** Rules of thumb for learning rates, for help texts. */
  String ADVICE =
      "Begin without decay and tune the rate; add decay when the loss stalls, and tune it"
          + " too. The rate matters most.";

  /** The rate of the step at this place in the run. */
  double rate(Place place);

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  String text();

  /** The rate that this is a shape of: what another shape put in its place would scale to. */
  default double base() {
    return rate(new Place(0, 1, 1));
  }

  /**
   * Whether its rates depend on how many steps the whole run takes. A run that is given more or
   * fewer epochs then has to say which length holds: {@link Span}.
   */
  default boolean spansRun() {
    return false;
  }

  /**
   * This schedule, made ready for one run. Most are the same for every run; one that somebody edits
   * remembers what it said, one that follows the loss how that went. Started with what is past of a
   * run, it goes on as if that run had never stopped.
   *
   * @param past {@link Past#NONE} for a new run
   */
  default Schedule start(Past past) {
    return this;
  }

  /**
   * Called with the loss of each epoch of the run when it has ended: once each, in order.
   *
   * @param loss the mean loss that is watched
   */
  default void observe(double loss) {}

  /** The edits since the run began, failed ones too, in the order of epochs. */
  default List<Edit> edits() {
    return List.of();
  }

  /**
   * Reads a schedule in which every rate is said: {@code 0.1}, {@code cosine(0.1, end=0.01)},
   * {@code warmup(2epochs) then step(0.1, every=10)}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Schedule parse(String text) {
    return Schedules.parse(text, Double.NaN);
  }

  /**
   * Reads a schedule that may leave its rate unsaid: {@code warmup(500) then cosine}.
   *
   * @param base the rate where the text says none
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Schedule parse(String text, double base) {
    Bounds.rate(base);
    return Schedules.parse(text, base);
  }

  /** The names that {@link #parse} knows beside plain numbers. */
  static List<String> names() {
    return Schedules.names();
  }

  /**
   * A step's place in the run, or in the part of it that a schedule is for.
   *
   * @param step the step, counted from 0
   * @param stepsPerEpoch how many steps one pass over the training rows takes
   * @param steps how many steps the whole takes
   * @param before how many steps of the run came before step 0
   */
  record Place(long step, int stepsPerEpoch, long steps, long before) {
    /** A place in the whole run. */
    public Place(long step, int stepsPerEpoch, long steps) {
      this(step, stepsPerEpoch, steps, 0);
    }

    /** How many of the run's epochs have ended since step 0. */
    public long epoch() {
      return runEpoch() - before / stepsPerEpoch;
    }

    /** The epoch of the run, counted from 0. */
    public long runEpoch() {
      return (before + step) / stepsPerEpoch;
    }

    /** The share of the steps that is done, in [0, 1]. */
    public double progress() {
      return step >= steps ? 1 : (double) step / steps;
    }

    /**
     * The place of the same step for a schedule that begins this many steps later and lasts until
     * the same end.
     */
    Place after(long length) {
      return new Place(step - length, stepsPerEpoch, steps - length, before + length);
    }

    /**
     * The first place of a schedule that lasts as long as what is left after {@code length} steps.
     */
    Place fresh(long length) {
      return new Place(0, stepsPerEpoch, Math.max(1, steps - length), before + step);
    }
  }

  /**
   * An edit of the rate, or an attempt at one.
   *
   * @param epoch the epoch from which on it holds, counted from 1
   * @param rate the rate from then on
   * @param message one line for people
   */
  record Edit(int epoch, double rate, String message) {
    /** The rate that edits in the order of epochs leave to an epoch, counted from 1. */
    static double rateIn(long epoch, List<Edit> edits, double base) {
      for (int i = edits.size() - 1; i >= 0; i--) {
        if (edits.get(i).epoch <= epoch) {
          return edits.get(i).rate;
        }
      }
      return base;
    }
  }

  /**
   * How long a run is for a schedule that {@link #spansRun spans} it, whatever the run then has.
   *
   * @param fromStep the step from which on this holds, counted from 0
   * @param epochs from the beginning of the run to where the schedule is at its end, and stays
   */
  record Span(long fromStep, int epochs) {
    /** The epochs that hold at a step, of spans in the order of their steps, the first from 0. */
    public static int epochsAt(long step, List<Span> spans) {
      int epochs = 0;
      for (Span span : spans) {
        epochs = span.fromStep <= step ? span.epochs : epochs;
      }
      return epochs;
    }
  }

  /**
   * The past of a run, as far as a schedule needs it to go on.
   *
   * @param begun how many epochs of the run have begun, the one in work among them
   * @param edits as {@link Schedule#edits} gave them
   * @param losses what {@link Schedule#observe} was told, one for each epoch that has ended
   * @param spans how long the run is for the schedule, from its beginning; none where it is as long
   *     as it is
   */
  record Past(int begun, List<Edit> edits, List<Double> losses, List<Span> spans) {
    /** The past of a new run: nothing. */
    public static final Past NONE = new Past(0, List.of(), List.of(), List.of());

    public Past {
      edits = List.copyOf(edits);
      losses = List.copyOf(losses);
      spans = List.copyOf(spans);
      if (begun < losses.size()) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "the past of a run wants a loss for each epoch that has ended: %d have begun, came %d",
            begun,
            losses.size()));
      }
    }
  }

  /**
   * A schedule whose rates are given later, checked: what a setting holds that changes the shape
   * and keeps the optimizer's rate.
   *
   * @param text as {@link #parse(String, double)} reads it
   */
  record Shape(String text) {
    public Shape {
      parse(text, 1);
    }

    /** The shape at a base rate; rates that the text says stay as they are. */
    public Schedule over(double base) {
      return parse(text, base);
    }
  }

  /** The same rate at every step. */
  record Constant(double value) implements Schedule {
    public Constant {
      Bounds.rate(value);
    }

    static Constant read(Call call, double base) {
      return new Constant(Schedules.rateOf(call, base));
    }

    @Override
    public double rate(Place place) {
      return value;
    }

    @Override
    public String text() {
      return Numbers.text(value);
    }
  }
}
