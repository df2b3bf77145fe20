package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A plan's persistent tensors as one flat array in canonical order, and what reads and moves them.
 * P parameters.
 */
final class Nd4jNetwork implements AutoCloseable {
  private final Update update;
  private final Memory memory = new Memory();
  private final INDArray persistent;
  private final INDArray weights;
  private final INDArray gradient;
  private final int decayed;
  private final List<DenseOps> live = new ArrayList<>();
  private final List<DenseParameters> gradients = new ArrayList<>();
  private final RuleOps rule;
  private final WeightAverage average;

  Nd4jNetwork(Plan plan) {
    int parameters = plan.parameters();
    this.update = plan.update();
    this.decayed = plan.decayedParameters();
    this.persistent = memory.floats(plan.size());
    this.weights = DenseParameters.range(persistent, 0, parameters);
    this.gradient = memory.floats(parameters);
    Map<String, INDArray> slots = new LinkedHashMap<>();
    for (String slot : update.rule().slots()) {
      long from = (slots.size() + 1L) * parameters;
      slots.put(slot, DenseParameters.range(persistent, from, from + parameters));
    }
    for (DenseBlock block : plan.denseBlocks()) {
      RunningStatistics running =
          block.batchNorm().isPresent() ? new RunningStatistics(persistent, plan, block) : null;
      live.add(new DenseOps(block, DenseParameters.of(weights, plan, block), running));
      gradients.add(DenseParameters.of(gradient, plan, block));
    }
    this.rule = new RuleOps(update.rule(), weights, gradient, slots, memory);
    this.average = plan.tensors(Role.EMA).isEmpty()
        ? null
        : new WeightAverage(plan, persistent, weights, live, memory);
  }

  /** Logits in training, from {@code at.x}; what backward needs stays in the arrays. */
  void forward(NetworkArrays at, long seed, long step) {
    INDArray x = at.x;
    for (int i = 0; i < live.size(); i++) {
      x = live.get(i).train(x, at.blocks.get(i), seed, step);
    }
  }

  /** Logits in use, from x(B,I). */
  void infer(INDArray x, List<DenseArrays> arrays, Weights which) {
    List<DenseOps> blocks = which == Weights.EMA ? average.blocks() : live;
    INDArray input = x;
    for (int i = 0; i < blocks.size(); i++) {
      input = blocks.get(i).infer(input, arrays.get(i));
    }
  }

  /** The gradient of loss and penalty, given that of the logits in the last block's {@code dy}. */
  void backward(NetworkArrays at) {
    for (int i = live.size() - 1; i >= 0; i--) {
      INDArray input = i == 0 ? at.x : at.blocks.get(i - 1).y;
      INDArray inputGradient = i == 0 ? null : at.blocks.get(i - 1).dy;
      live.get(i).backward(input, at.blocks.get(i), gradients.get(i), inputGradient);
    }
    if (update.weightDecay() > 0) {
      Nd4j.getBlasWrapper().level1().axpy(decayed, update.weightDecay(), weights, gradient);
    }
    if (update.l1() > 0) {
      INDArray signs = Transforms.sign(DenseParameters.range(weights, 0, decayed));
      Nd4j.getBlasWrapper().level1().axpy(decayed, update.l1(), signs, gradient);
    }
  }

  /**
   * Whether every element of the gradient is finite: so is then the sum of their magnitudes, or it
   * overflows, which is as bad. Asked of BLAS, which needs a fiftieth of the time of ND4J's sum.
   */
  boolean gradientIsFinite() {
    return Double.isFinite(Nd4j.getBlasWrapper().level1().asum(gradient));
  }

  /**
   * Moves the weights, and takes the batch into the running statistics and the weights into their
   * average.
   *
   * @param rate the step's learning rate, for decoupled decay
   * @param perStep the numbers of the rule
   */
  void update(double rate, float[] perStep, NetworkArrays at) {
    if (update.clip() > 0) {
      double norm = Nd4j.getBlasWrapper().level1().nrm2(gradient);
      if (norm > update.clip()) {
        gradient.muli(update.clip() / norm);
      }
    }
    float decay = update.rule().decoupledDecay();
    if (decay > 0) {
      DenseParameters.range(weights, 0, decayed).muli(1 - rate * decay);
    }
    rule.step(perStep);
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).running() != null) {
        live.get(i).running().add(at.blocks.get(i).mean, at.blocks.get(i).variance, at.x.rows());
      }
    }
    if (average != null) {
      average.add();
    }
  }

  /** ½ λ₂ Σ w² + λ₁ Σ |w| over the decayed weights. */
  double penalty() {
    INDArray range = DenseParameters.range(weights, 0, decayed);
    double penalty = 0;
    if (update.weightDecay() > 0) {
      double norm = range.norm2Number().doubleValue();
      penalty += 0.5 * update.weightDecay() * norm * norm;
    }
    if (update.l1() > 0) {
      penalty += update.l1() * range.norm1Number().doubleValue();
    }
    return penalty;
  }

  float[] gradient() {
    return gradient.toFloatVector();
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
