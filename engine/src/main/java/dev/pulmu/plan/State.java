package dev.pulmu.plan;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values of a plan's persistent tensors.
 *
 * @param plan whose table says what lies where
 * @param values all tensors in canonical order; shared, not copied
 */
public record State(Plan plan, float[] values) {
  public State {
    if (values.length != plan.size()) {
      throw new IllegalArgumentException(
          "the plan's tensors have " + plan.size() + " numbers, came " + values.length);
    }
  }

  /**
   * The state in which training begins: weights drawn from the seed, everything else at its start.
   */
  public static State initial(Plan plan, long seed) {
    float[] values = new float[plan.size()];
    for (Tensor tensor : plan.tensors()) {
      Arrays.fill(values, tensor.offset(), tensor.end(), tensor.start());
    }
    for (DenseBlock block : plan.denseBlocks()) {
      Tensor tensor = plan.tensor(block.name() + ".w");
      float[] weights = new float[tensor.size()];
      Draws draws = new Draws(seed, Use.INITIAL_WEIGHTS, block.index(), 0);
      block.initialization().fill(weights, block.inputs(), block.outputs(), draws);
      System.arraycopy(weights, 0, values, tensor.offset(), weights.length);
    }
    return new State(plan, values);
  }

  /**
   * Checks that a plan has the same tensors.
   *
   * @throws IllegalArgumentException naming the first that differs
   */
  public void checkFits(Plan other) {
    for (int i = 0; i < Math.max(plan.tensors().size(), other.tensors().size()); i++) {
      String here = i < plan.tensors().size() ? describe(plan.tensors().get(i)) : "nothing";
      String there = i < other.tensors().size() ? describe(other.tensors().get(i)) : "nothing";
      if (!here.equals(there)) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT, "the plan wants %s as tensor %d, the state has %s", there, i + 1, here));
      }
    }
  }

  private static String describe(Tensor tensor) {
    return tensor.name() + " (" + tensor.rows() + "×" + tensor.columns() + ")";
  }

  /**
   * This state with the weights and running statistics of another network of the same layers.
   *
   * @throws IllegalArgumentException naming the first that this has and the other has not
   */
  public State withWeightsOf(State other) {
    float[] changed = values.clone();
    for (Tensor tensor : plan.tensors()) {
      if (tensor.role() == Role.WEIGHT || tensor.role() == Role.STATISTIC) {
        Optional<Tensor> found = other.plan.tensors().stream()
            .filter(there -> describe(there).equals(describe(tensor)))
            .findFirst();
        Tensor there = found.orElseThrow(() -> new IllegalArgumentException(String.format(
            Locale.ROOT,
            "the model to begin with wants %s, it has %s",
            describe(tensor),
            other.plan.tensors().stream().map(State::describe).collect(Collectors.joining(", ")))));
        System.arraycopy(other.values, there.offset(), changed, tensor.offset(), tensor.size());
      }
    }
    return new State(plan, changed);
  }

  /**
   * The state with the corrected average of its weights in their place, as an evaluation of the
   * average uses it; itself if the plan keeps none or nothing was averaged yet.
   */
  public State averaged() {
    float seen = plan.update().ema() > 0 ? values[plan.tensor("ema.weight").offset()] : 0;
    if (seen == 0) {
      return this;
    }
    float[] averaged = values.clone();
    int from = plan.tensors(Role.EMA).get(0).offset();
    for (int i = 0; i < plan.parameters(); i++) {
      averaged[i] = values[from + i] / seen;
    }
    return new State(plan, averaged);
  }

  /**
   * What the update's penalties cost: ½ λ₂ Σ w² + λ₁ Σ |w| over the weights of dense layers that
   * move.
   */
  public double penalty() {
    double squares = 0;
    double magnitudes = 0;
    for (Range range : plan.movedAndDecayed()) {
      for (int i = range.from(); i < range.to(); i++) {
        squares += (double) values[i] * values[i];
        magnitudes += Math.abs(values[i]);
      }
    }
    return 0.5 * plan.update().weightDecay() * squares + plan.update().l1() * magnitudes;
  }

  /** A copy of one tensor. */
  public Matrix tensor(String name) {
    Tensor tensor = plan.tensor(name);
    return new Matrix(
        tensor.rows(), tensor.columns(), Arrays.copyOfRange(values, tensor.offset(), tensor.end()));
  }

  /** SHA-256 of the weights in canonical order, each as four bytes, lowest first. */
  public String weightsSha256() {
    int parameters = plan.tensors(Role.WEIGHT).stream().mapToInt(Tensor::size).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, parameters)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, 0, parameters);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
