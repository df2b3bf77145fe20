package dev.pulmu.feed;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Past;
import dev.pulmu.schedule.Schedule.Place;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The order in which a session trains: which rows each step takes, the numbers that change with the
 * step, such as the learning rate, and the seed of the dropout masks. All of it depends on the step
 * alone, so that training can go on at any step, with one exception: for rates that a person edits
 * or that follow the loss, the feed is told what happened and remembers it.
 */
public final class Feed {
  private final Plan plan;
  private final int[] rows;
  private final int batch;
  private final int accumulate;
  private final int batchesPerEpoch;
  private final int stepsPerEpoch;
  private final int rowsPerEpoch;
  private final int epochs;
  private final Sampling sampling;
  private final Optional<Schedule> rates;
  private final List<Span> spans;
  private final long seed;

  /** A feed that shuffles the training rows anew in every epoch and keeps the last batch. */
  public Feed(Plan plan, Dataset data, int epochs, long seed) {
    this(plan, data, epochs, seed, Sampling.SHUFFLE, false);
  }

  /**
   * A feed that cuts every epoch's rows into batches, and takes as many of them for a step as the
   * plan accumulates. The last step of an epoch takes the batches that are left, and its last batch
   * the rows that are left; or rows that do not fill a step are dropped. A single leftover row
   * joins the batch before it, whichever step that is in, where the network has batch norm, for
   * which one row has no variance.
   *
   * @param dropLast whether rows that do not fill a step are left out of an epoch
   * @throws IllegalArgumentException if plan and data do not fit, no batch is left, or a full-batch
   *     method is not given all rows at every step
   */
  public Feed(Plan plan, Dataset data, int epochs, long seed, Sampling sampling, boolean dropLast) {
    this(plan, data, epochs, seed, sampling, dropLast, Past.NONE);
  }

  /**
   * A feed for a run that goes on.
   *
   * @param past what its schedule goes on from
   * @throws IllegalArgumentException if plan and data do not fit, or no batch is left
   */
  public Feed(
      Plan plan,
      Dataset data,
      int epochs,
      long seed,
      Sampling sampling,
      boolean dropLast,
      Past past) {
    checkFits(plan.network(), data);
    this.plan = plan;
    this.rows = data.rows(Split.TRAIN).clone();
    this.batch = plan.batch();
    this.accumulate = plan.accumulate();
    this.sampling = sampling;
    checkEnough(data.name(), plan.hasBatchNorm(), dropLast);
    if (plan.update().optimizer() instanceof FullBatch method) {
      checkWhole(Call.nameOf(method.text()));
    }
    this.rowsPerEpoch = rows.length - (dropLast ? rows.length % (batch * accumulate) : 0);
    int full = rowsPerEpoch / batch;
    int left = rowsPerEpoch % batch;
    boolean joins = left == 1 && plan.hasBatchNorm();
    this.batchesPerEpoch = left == 0 || joins ? full : full + 1;
    this.stepsPerEpoch = Math.floorDiv(batchesPerEpoch - 1, accumulate) + 1;
    this.epochs = epochs;
    this.rates = plan.update().optimizer() instanceof ElementRule rule
        ? Optional.of(rule.rate().start(past))
        : Optional.empty();
    this.spans = past.spans().isEmpty() ? List.of(new Span(0, epochs)) : past.spans();
    this.seed = seed;
  }

  private void checkEnough(String data, boolean batchNorm, boolean dropLast) {
    if (dropLast && rows.length < batch * accumulate) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "'%s' has %d training rows, less than one %s of %d, and dropping the last leaves none",
          data,
          rows.length,
          accumulate == 1 ? "batch" : "step",
          batch * accumulate));
    }
    if (batchNorm && rows.length == 1) {
      throw new IllegalArgumentException(
          "batch norm wants at least 2 training rows, '" + data + "' has 1");
    }
  }

  private void checkWhole(String method) {
    if (batch < rows.length) {
      throw new IllegalArgumentException(String.format(
              Locale.ROOT,
              "%s wants all %d training rows in its batch, came %d; say",
              method,
              rows.length,
              batch)
          + " --batch all, or take an optimizer for mini-batches");
    }
    if (sampling == Sampling.WITH_REPLACEMENT) {
      throw new IllegalArgumentException(
          method + " wants the same rows at every step, came sampling"
              + " with-replacement; leave sampling at shuffle");
    }
  }

  /**
   * Checks that a plan and a data set are the ones that this feed is for, or such that it makes no
   * difference.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  public void checkFits(Plan other, Dataset data) {
    if (!other.equals(plan)) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the feed is for another plan (%s); this one has %s",
          text(plan),
          text(other)));
    }
    checkFits(plan.network(), data);
    data.checkRows(rows);
  }

  private static String text(Plan plan) {
    return plan.update().optimizer().text() + ", batch " + plan.batch()
        + (plan.precision() == Precision.FP32 ? "" : ", " + plan.precision())
        + (plan.accumulate() > 1 ? ", accumulate " + plan.accumulate() : "")
        + (plan.frozen().isEmpty() ? "" : ", frozen " + String.join(",", plan.frozen()));
  }

  private static void checkFits(Network network, Dataset data) {
    if (data.features().columns() != network.inputs()) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the network wants %d inputs, data set '%s' has %d columns",
          network.inputs(),
          data.name(),
          data.features().columns()));
    }
    network.loss().check(data.targets(), network.outputs());
  }

  public long seed() {
    return seed;
  }

  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** How many steps the whole run has. */
  public long steps() {
    return (long) epochs * stepsPerEpoch;
  }

  /** The number of rows of the largest batch of any step: the most that are worked on at once. */
  public int largestBatch() {
    int last = rowsPerEpoch - (batchesPerEpoch - 1) * batch;
    return batchesPerEpoch == 1 ? last : Math.max(batch, last);
  }

  /** An epoch: the training rows as sampled, cut by {@link #cuts}. */
  public int[] order(long epoch) {
    return sampling.order(rows, seed, epoch);
  }

  /** Where a step's rows begin in the order of its epoch. */
  public int start(long step) {
    return firstBatch(step) * batch;
  }

  /** The place behind a step's last row in the order of its epoch. */
  public int end(long step) {
    int[] cuts = cuts(step);
    return cuts[cuts.length - 1];
  }

  /**
   * Where a step's batches begin in the order of its epoch, and the place behind the last one: n +
   * 1 places for the n batches that the step accumulates.
   */
  public int[] cuts(long step) {
    int first = firstBatch(step);
    int[] cuts = new int[Math.min(accumulate, batchesPerEpoch - first) + 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = first + i == batchesPerEpoch ? rowsPerEpoch : (first + i) * batch;
    }
    return cuts;
  }

  private int firstBatch(long step) {
    return (int) (step % stepsPerEpoch) * accumulate;
  }

  /**
   * The learning rate of a step.
   *
   * @throws IllegalStateException if the optimizer has none
   */
  public double rate(long step) {
    return rates
        .orElseThrow(() -> new IllegalStateException(text(plan) + ": there is no learning rate"))
        .rate(new Place(step, stepsPerEpoch, (long) Span.epochsAt(step, spans) * stepsPerEpoch));
  }

  /** The learning rate of a step, where the optimizer has one. */
  public OptionalDouble rateIfAny(long step) {
    return rates.isPresent() ? OptionalDouble.of(rate(step)) : OptionalDouble.empty();
  }

  /**
   * Tells the schedule how an epoch went, to be called once after each.
   *
   * @param loss mean loss of the validation rows, or of the training rows where none are held back
   */
  public void observe(double loss) {
    rates.ifPresent(schedule -> schedule.observe(loss));
  }

  /** The edits of the learning rate, from the beginning of the run. */
  public List<Edit> edits() {
    return rates.stream()
        .flatMap(schedule -> schedule.edits().stream())
        .filter(edit -> edit.epoch() <= epochs)
        .toList();
  }

  /** The numbers with which the optimizer takes a step. */
  public StepNumbers numbers(long step) {
    ElementRule rule = plan.update().rule();
    double rate = rate(step);
    float kept = (float) (1 - rate * rule.decoupledDecay());
    return new StepNumbers(kept, rule.perStep(rate, step + 1));
  }
}
