package dev.pulmu.backend.cpu;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import java.util.List;

/**
 * Runs the passes of a network: layer after layer, with barriers between them. All workers of a
 * team call its methods side by side, and leave them together.
 */
final class CpuNetwork {
  private final Team team;
  private final int workers;
  private final Examples examples;
  private final Parameters parameters;
  private final LossSweep loss;
  private final WeightUpdate update;
  private final DenseWork[] layers;
  private final int firstMoved;
  private final Replicated inputs;
  private final Scratch[] scratch;

  CpuNetwork(
      Arena arena,
      Team team,
      Kernels kernels,
      Plan plan,
      Examples examples,
      Parameters parameters,
      int rows) {
    this.team = team;
    this.workers = team.size();
    this.examples = examples;
    this.parameters = parameters;
    this.update = new WeightUpdate(kernels, parameters, plan, workers);
    Panels shape = new Panels(rows, plan.network().inputs());
    Cut gathered = Cut.byPanels(shape.count(), workers);
    List<Sharing> sharings = Sharing.of(plan, workers);
    this.inputs =
        Replicated.of(arena, shape, gathered, Replicated.Kind.of(sharings.get(0).wantsAllInputs()));
    this.layers = new DenseWork[sharings.size()];
    DenseWork before = null;
    for (Sharing sharing : sharings) {
      DenseBlock block = sharing.block();
      before = new DenseWork(
          arena,
          kernels,
          parameters,
          inputs,
          examples.constantColumns,
          before,
          sharing,
          !plan.isFrozen(block),
          rows);
      layers[block.index()] = before;
    }
    this.firstMoved = plan.firstMoved();
    this.loss = new LossSweep(arena, kernels, plan.network().loss(), examples, last().shape);
    int widest = plan.blocks().stream().mapToInt(Block::outputs).max().orElseThrow();
    this.scratch = new Scratch[workers];
    for (int i = 0; i < workers; i++) {
      scratch[i] = new Scratch(arena, widest);
    }
  }

  /** Forgets what earlier steps were like; to be called before workers begin. */
  void forget() {
    update.forget();
  }

  /**
   * Runs a training step.
   *
   * @return whether loss and gradient are finite; if not, the network's state is of no use
   */
  boolean train(int worker, Step step) {
    gradient(worker, step, update.atOnce());
    if (!update.atOnce()) {
      team.await(worker);
      update.measure(worker, workers, step);
      team.await(worker);
      if (update.meetsBeforeMoving()) {
        update.prepare(worker, workers, step);
        team.await(worker);
      }
      update.moveAll(worker, workers, step);
    }
    update.finish(worker, workers);
    team.await(worker);
    return !update.isBad(step) && Double.isFinite(step.sums().loss);
  }

  /** Loss and gradient of a step, in the parameters' gradient; nothing moves. */
  void lossAndGradient(int worker, Step step) {
    gradient(worker, step, false);
    team.await(worker);
    update.measure(worker, workers, step);
    team.await(worker);
  }

  /** @param moves whether parameters do as soon as their gradient is complete */
  private void gradient(int worker, Step step, boolean moves) {
    update.clear(worker, workers);
    for (Batch batch : step.batches()) {
      if (!batch.isFirst()) {
        team.await(worker); // others may not be done with the batch before
      }
      forward(worker, batch);
      loss(worker, batch);
      backward(worker, batch, moves && batch.isLast() ? update : null, step);
      scratch[worker].touched = examples.touch(worker, workers, batch, inputs.shape());
    }
  }

  /** The outputs of the network in use, with these values of its parameters. */
  void use(int worker, Batch batch, float[] values, Sums sums) {
    int rows = batch.rows();
    gather(worker, batch);
    for (DenseWork layer : layers) {
      layer.product(worker, rows, values);
      if (layer.meetsInUse()) {
        team.await(worker);
      }
      layer.use(worker, rows, values, scratch[worker]);
      team.await(worker);
    }
    loss(worker, batch);
    team.await(worker);
    sum(worker, batch, sums);
  }

  /** Gathers a worker's part of the batch, and waits at a barrier if other workers need it. */
  private void gather(int worker, Batch batch) {
    examples.gather(worker, workers, batch, inputs.of(worker), inputs.shape());
    if (layers[0].wantsAllInputs()) {
      inputs.post(worker, batch.rows());
      team.await(worker);
    }
  }

  private void forward(int worker, Batch batch) {
    gather(worker, batch);
    for (int i = 0; i < layers.length; i++) {
      layers[i].product(worker, batch.rows(), parameters.values);
      if (layers[i].meets()) {
        team.await(worker);
      }
      layers[i].sweep(worker, batch, scratch[worker]);
      if (i + 1 < layers.length ? layers[i + 1].wantsAllInputs() : last().meetsAfterSweep()) {
        team.await(worker);
      }
    }
  }

  /** The loss over a worker's rows of the logits, which the gradient replaces. */
  private void loss(int worker, Batch batch) {
    int from = last().row(worker, batch.rows());
    int to = last().rowEnd(worker, batch.rows());
    loss.rows(from, to, batch, last().y.of(worker), last().d.of(worker));
  }

  /** Adds the losses of all workers, behind a barrier. */
  private void sum(int worker, Batch batch, Sums sums) {
    if (worker == 0) {
      sums.loss += (float) loss.sum(batch); // floats add up without rounding, whatever the pieces
      sums.right += loss.right(batch);
    }
  }

  /** Every layer passes the gradient on before its weights move, and then they may. */
  private void backward(int worker, Batch batch, WeightUpdate now, Step step) {
    int rows = batch.rows();
    if (last().meetsAfterSweep()) {
      team.await(worker);
    }
    sweepBack(worker, last(), rows, now, step);
    sum(worker, batch, step.sums());
    for (int i = layers.length - 1; i > firstMoved; i--) {
      layers[i].inputGradient(worker, rows, scratch[worker]);
      if (layers[i - 1].meetsAfterSweep()) {
        team.await(worker);
      }
      sweepBack(worker, layers[i - 1], rows, now, step);
      layers[i].weightGradient(worker, batch, now, step, scratch[worker]);
    }
    layers[firstMoved].weightGradient(worker, batch, now, step, scratch[worker]);
  }

  private void sweepBack(int worker, DenseWork layer, int rows, WeightUpdate now, Step step) {
    layer.sweepBack(worker, rows, now, step, scratch[worker]);
    team.await(worker);
  }

  /** The layer of a block, with the outputs of the last pass. */
  DenseWork layer(int index) {
    return layers[index];
  }

  /** The classes that the rows of the last batch were given. */
  int[] answers() {
    return loss.answers();
  }

  private DenseWork last() {
    return layers[layers.length - 1];
  }
}
