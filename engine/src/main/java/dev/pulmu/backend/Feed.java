package dev.pulmu.backend;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Schedule.Place;
import dev.pulmu.plan.Plan;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;

/**
 * What the host gives a session: which rows each step takes, the numbers that change with the step,
 * and the seed of the dropout masks. A function of the step alone, so that training can go on
 * anywhere.
 */
public final class Feed {
  private final Plan plan;
  private final int[] rows;
  private final int batch;
  private final int stepsPerEpoch;
  private final int epochs;
  private final ElementRule rule;
  private final long seed;

  /**
   * A feed that shuffles the training rows anew in every epoch and cuts them into batches. The last
   * batch is as short as it comes; a single leftover row joins the batch before it where the
   * network has batch norm, for which one row has no variance.
   */
  public Feed(Plan plan, Dataset data, int epochs, long seed) {
    checkFits(plan.network(), data);
    this.plan = plan;
    this.rows = data.rows(Split.TRAIN).clone();
    this.batch = plan.batch();
    boolean joins =
        plan.denseBlocks().stream().anyMatch(block -> block.batchNorm().isPresent());
    int full = rows.length / batch;
    int left = rows.length % batch;
    this.stepsPerEpoch = left == 0 || left == 1 && joins && full > 0 ? full : full + 1;
    this.epochs = epochs;
    this.rule = plan.update().rule();
    this.seed = seed;
  }

  /**
   * Checks that a plan and a data set are the ones that this feed is for, or such that it makes no
   * difference.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  public void checkFits(Plan other, Dataset data) {
    if (!other.equals(plan)) {
      throw new IllegalArgumentException(
          "the feed is for another plan (%s, batch %d); this one has %s, batch %d"
              .formatted(rule.text(), batch, other.update().rule().text(), other.batch()));
    }
    checkFits(plan.network(), data);
    data.checkRows(rows);
  }

  private static void checkFits(Network network, Dataset data) {
    if (data.features().columns() != network.inputs()) {
      throw new IllegalArgumentException("the network wants %d inputs, data set '%s' has %d columns"
          .formatted(network.inputs(), data.name(), data.features().columns()));
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

  /** The most rows that a step has. */
  public int largestBatch() {
    return Math.max(end(0), rows.length - start(stepsPerEpoch - 1));
  }

  /** An epoch: the order of all training rows, cut by {@link #start} and {@link #end}. */
  public int[] order(long epoch) {
    int[] order = rows.clone();
    new Draws(seed, Use.SHUFFLE, 0, epoch).shuffle(order);
    return order;
  }

  /** Where a step's rows begin in the order of its epoch. */
  public int start(long step) {
    return (int) (step % stepsPerEpoch) * batch;
  }

  /** The place behind a step's last row in the order of its epoch. */
  public int end(long step) {
    return (int) (step % stepsPerEpoch) == stepsPerEpoch - 1 ? rows.length : start(step) + batch;
  }

  /** The learning rate of a step. */
  public double rate(long step) {
    return rule.rate().rate(new Place(step, stepsPerEpoch, steps()));
  }

  /** The numbers of the optimizer's formula at a step, in the order of its {@code perStep()}. */
  public float[] perStep(long step) {
    return rule.perStep(rate(step), step + 1);
  }
}
