package dev.pulmu.backend.cpu;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;

/**
 * A plan's layers at work on a team. Its methods are called by all workers side by side, and leave
 * them together.
 */
final class CpuNetwork {
  private final Team team;
  private final int workers;
  private final Examples examples;
  private final Parameters parameters;
  private final LossSweep loss;
  private final WeightUpdate update;
  private final Layer[] layers;
  private final int firstMoved;
  private final Panels inputs;
  private final float[] x;
  private final Scratch[] scratch;

  CpuNetwork(
      Team team, Kernels kernels, Plan plan, Examples examples, Parameters parameters, int rows) {
    this.team = team;
    this.workers = team.size();
    this.examples = examples;
    this.parameters = parameters;
    this.update = new WeightUpdate(kernels, parameters, plan, workers);
    this.layers = plan.denseBlocks().stream()
        .map(block -> new Layer(kernels, parameters, block, !plan.isFrozen(block), rows, workers))
        .toArray(Layer[]::new);
    this.firstMoved = plan.denseBlocks().stream()
        .filter(block -> !plan.isFrozen(block))
        .findFirst()
        .orElseThrow()
        .index();
    this.inputs = new Panels(rows, plan.network().inputs());
    this.x = new float[inputs.size()];
    this.loss = new LossSweep(kernels, plan.network().loss(), examples, last().shape);
    int widest = plan.denseBlocks().stream().mapToInt(DenseBlock::outputs).max().orElseThrow();
    this.scratch = new Scratch[workers];
    for (int i = 0; i < workers; i++) {
      scratch[i] = new Scratch(widest);
    }
  }

  /** Forgets what earlier steps were like; to be called before workers begin. */
  void forget() {
    update.forget();
  }

  /**
   * A step.
   *
   * @return whether loss and gradient are finite; if not, the network's state is of no use
   */
  boolean train(int worker, Step step) {
    gradient(worker, step, update.atOnce());
    if (!update.atOnce()) {
      update.measure(worker, workers, step);
      team.await(worker);
      update.moveAll(worker, workers, step);
    }
    update.finish(worker, workers);
    team.await(worker);
    return !update.isBad(step) && Double.isFinite(step.sums().loss);
  }

  /** Loss and gradient of a step, in the parameters' gradient; nothing moves. */
  void lossAndGradient(int worker, Step step) {
    gradient(worker, step, false);
    update.measure(worker, workers, step);
    team.await(worker);
  }

  /** @param moves whether parameters do as soon as their gradient is complete */
  private void gradient(int worker, Step step, boolean moves) {
    update.clear(worker, workers);
    for (Batch batch : step.batches()) {
      forward(worker, batch);
      loss(worker, batch, step.sums());
      backward(worker, batch, moves && batch.isLast() ? update : null, step);
    }
  }

  /** What the network puts out in use, with these values of its parameters. */
  void use(int worker, Batch batch, float[] values, Sums sums) {
    examples.gather(worker, workers, batch, x, inputs);
    team.await(worker);
    for (int i = 0; i < layers.length; i++) {
      layers[i].product(worker, input(i), shape(i), batch.rows(), values);
      if (layers[i].split()) {
        team.await(worker);
      }
      layers[i].use(worker, batch.rows(), values, scratch[worker]);
      team.await(worker);
    }
    loss(worker, batch, sums);
    team.await(worker);
  }

  private void forward(int worker, Batch batch) {
    examples.gather(worker, workers, batch, x, inputs);
    scratch[worker].touched = examples.touch(worker, workers, batch, inputs);
    team.await(worker);
    for (int i = 0; i < layers.length; i++) {
      layers[i].product(worker, input(i), shape(i), batch.rows(), parameters.values);
      if (layers[i].sweepsLater()) {
        team.await(worker);
      }
      layers[i].sweep(worker, batch, scratch[worker]);
      team.await(worker);
    }
  }

  private void loss(int worker, Batch batch, Sums sums) {
    loss.rows(worker, workers, batch, last().y, last().d);
    team.await(worker);
    if (worker == 0) {
      sums.loss += (float) loss.sum(batch); // floats add up without rounding, whatever the pieces
      sums.right += loss.right(batch);
    }
  }

  /** Every layer passes the gradient on before its weights move, and then they may. */
  private void backward(int worker, Batch batch, WeightUpdate now, Step step) {
    int rows = batch.rows();
    sweepBack(worker, layers.length - 1, rows, now, step);
    for (int i = layers.length - 1; i > firstMoved; i--) {
      layers[i].inputGradient(worker, rows, layers[i - 1], scratch[worker]);
      if (layers[i - 1].sweepsBackLater()) {
        team.await(worker);
      }
      sweepBack(worker, i - 1, rows, now, step);
      weightGradient(worker, i, batch, now, step);
    }
    weightGradient(worker, firstMoved, batch, now, step);
    team.await(worker);
  }

  private void sweepBack(int worker, int i, int rows, WeightUpdate now, Step step) {
    layers[i].sweepBack(worker, rows, now, step, scratch[worker]);
    team.await(worker);
  }

  private void weightGradient(int worker, int i, Batch batch, WeightUpdate now, Step step) {
    if (layers[i].moves()) {
      layers[i].weightGradient(worker, input(i), shape(i), batch, now, step, scratch[worker]);
    }
  }

  private float[] input(int layer) {
    return layer == 0 ? x : layers[layer - 1].y;
  }

  private Panels shape(int layer) {
    return layer == 0 ? inputs : layers[layer - 1].shape;
  }

  /** What a block put out last. */
  Layer layer(int index) {
    return layers[index];
  }

  /** The class that a row of the last batch was given. */
  int answer(int row) {
    return loss.answer(row);
  }

  private Layer last() {
    return layers[layers.length - 1];
  }
}
