package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The network of a session: a plan's persistent tensors as one flat array in canonical order, its
 * passes over batches, and the update that moves its P parameters.
 */
final class Nd4jNetwork implements AutoCloseable {
  private final Network network;
  private final Update update;
  private final Memory memory = new Memory();
  private final INDArray persistent;
  private final INDArray weights;
  private final INDArray gradient;
  private final INDArray sum;
  private final int decayed;
  private final List<DenseOps> live = new ArrayList<>();
  private final List<DenseParameters> gradients = new ArrayList<>();
  private final List<INDArray> movedAndDecayed;
  private final List<INDArray> frozen = new ArrayList<>();
  private final int firstMoved;
  private final List<RuleOps> rules = new ArrayList<>();
  private final WeightAverage average;
  private final INDArray statistics;
  private final INDArray statisticsBefore;

  Nd4jNetwork(Plan plan) {
    int parameters = plan.parameters();
    this.network = plan.network();
    this.update = plan.update();
    this.decayed = plan.decayedParameters();
    this.persistent = memory.floats(plan.size());
    this.weights = DenseParameters.range(persistent, plan.range(Role.WEIGHT));
    this.gradient = memory.floats(parameters);
    this.sum = plan.accumulate() == 1 ? gradient : memory.floats(parameters);
    for (Block block : plan.blocks()) {
      DenseOps ops = DenseOps.of(block, persistent);
      live.add(ops);
      gradients.add(ops.on(gradient).parameters());
      if (plan.isFrozen(block)) {
        frozen.addAll(ops.on(sum).parameters().all());
      }
    }
    this.firstMoved = plan.firstMoved();
    boolean takesNorms = update.rule().norms() > 0;
    for (Range range : takesNorms ? plan.movedTensorByTensor() : plan.moved()) {
      Map<String, INDArray> slots = new LinkedHashMap<>();
      for (String name : update.rule().slots()) {
        INDArray slot = DenseParameters.range(persistent, plan.slot(slots.size()));
        slots.put(name, DenseParameters.range(slot, range));
      }
      rules.add(new RuleOps(
          update.rule(),
          DenseParameters.range(weights, range),
          DenseParameters.range(sum, range),
          slots,
          range.from() < decayed,
          memory));
    }
    this.movedAndDecayed = plan.movedAndDecayed().stream()
        .map(range -> DenseParameters.range(weights, range))
        .toList();
    this.average = plan.averageWeight().isPresent()
        ? new WeightAverage(plan, persistent, weights, live, memory)
        : null;
    if (plan.hasBatchNorm()) {
      Range running = plan.runningStatistics();
      this.statistics = DenseParameters.range(persistent, running);
      this.statisticsBefore = memory.floats(running.size());
    } else {
      this.statistics = null;
      this.statisticsBefore = null;
    }
  }

  /**
   * Logits in training, from {@code at.x}; what backward needs stays in the arrays.
   *
   * @param firstRow the place of the first row in the step
   */
  void forward(NetworkArrays at, long seed, long step, int firstRow) {
    INDArray x = at.x;
    for (int i = 0; i < live.size(); i++) {
      x = live.get(i).train(x, at.blocks.get(i), seed, step, firstRow);
    }
  }

  /** Logits in use, from {@code at.x}. */
  void infer(NetworkArrays at, Weights which) {
    List<DenseOps> blocks = which == Weights.EMA ? average.blocks() : live;
    INDArray input = at.x;
    for (int i = 0; i < blocks.size(); i++) {
      input = blocks.get(i).infer(input, at.blocks.get(i));
    }
  }

  /** The arrays that a pass over some rows needs besides parameters. */
  NetworkArrays arrays(int rows, DataType storedType) {
    return new NetworkArrays(network, live, rows, storedType);
  }

  /** Begins a step: nothing is summed yet, and {@link #undo} comes back to here. */
  void begin() {
    if (sum != gradient) {
      sum.assign(0);
    }
    if (statistics != null) {
      statisticsBefore.assign(statistics);
    }
  }

  /** Forgets the batches of a step that has not updated. */
  void undo() {
    if (statistics != null) {
      statistics.assign(statisticsBefore);
    }
  }

  /**
   * A batch's gradient, given that of the logits in the last block's {@code dy}. Blocks before the
   * first one that moves need none.
   */
  void backward(NetworkArrays at) {
    for (int i = live.size() - 1; i >= firstMoved; i--) {
      INDArray input = i == 0 ? at.x : at.blocks.get(i - 1).y;
      INDArray inputGradient = i == firstMoved ? null : at.blocks.get(i - 1).dy;
      live.get(i).backward(input, at.blocks.get(i), gradients.get(i), inputGradient);
    }
  }

  /** Takes a batch into the step: its gradient, and what batch norm saw of it. */
  void addBatch(NetworkArrays at) {
    addGradient();
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).running() != null) {
        live.get(i).running().add(at.blocks.get(i).mean, at.blocks.get(i).variance, at.x.rows());
      }
    }
  }

  /** Takes a batch's gradient into that of the step. */
  void addGradient() {
    if (sum != gradient) {
      sum.addi(gradient);
    }
  }

  /** Adds the penalty's gradient to that of the step, whose frozen part is 0. */
  void penalise() {
    if (update.weightDecay() > 0) {
      Nd4j.getBlasWrapper().level1().axpy(decayed, update.weightDecay(), weights, sum);
    }
    if (update.l1() > 0) {
      INDArray signs = Transforms.sign(DenseParameters.range(weights, new Range(0, decayed)));
      Nd4j.getBlasWrapper().level1().axpy(decayed, update.l1(), signs, sum);
    }
    frozen.forEach(part -> part.assign(0));
  }

  /**
   * Whether every element of the gradient is finite: so is then the sum of their magnitudes, or it
   * overflows, which is as bad. Asked of BLAS, which needs a fiftieth of the time of ND4J's sum.
   */
  boolean gradientIsFinite() {
    return Double.isFinite(Nd4j.getBlasWrapper().level1().asum(sum));
  }

  /** Moves the weights, and takes them into their average. */
  void update(StepNumbers numbers) {
    if (update.clip() > 0) {
      double norm = Nd4j.getBlasWrapper().level1().nrm2(sum);
      if (norm > update.clip()) {
        sum.muli(update.clip() / norm);
      }
    }
    if (numbers.kept() != 1) {
      movedAndDecayed.forEach(range -> range.muli(numbers.kept()));
    }
    rules.forEach(rule -> rule.step(numbers.rule()));
    if (average != null) {
      average.add();
    }
  }

  /** ½ λ₂ Σ w² + λ₁ Σ |w| over the decayed weights that move. */
  double penalty() {
    double penalty = 0;
    for (INDArray range : movedAndDecayed) {
      if (update.weightDecay() > 0) {
        double norm = range.norm2Number().doubleValue();
        penalty += 0.5 * update.weightDecay() * norm * norm;
      }
      if (update.l1() > 0) {
        penalty += update.l1() * range.norm1Number().doubleValue();
      }
    }
    return penalty;
  }

  /** The gradient of the step, as summed so far. */
  float[] gradient() {
    return sum.toFloatVector();
  }

  float[] values() {
    return persistent.toFloatVector();
  }

  void restore(float[] values) {
    persistent.assign(Nd4j.createFromArray(values));
  }

  @Override
  public void close() {
    memory.close();
  }
}
