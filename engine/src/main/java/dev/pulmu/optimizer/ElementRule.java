package dev.pulmu.optimizer;

import dev.pulmu.formula.Formula;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An optimizer that moves every weight by the same formula of that weight, its gradient, its slots
 * and a few numbers.
 *
 * <p>The formula is written twice, side by side: {@link #device()} for kernels and for backends
 * that work array by array, {@link #host} for loops on the CPU. The backend contract holds the two
 * together. The interface is open: a user's own record with these methods trains on every backend.
 *
 * <p>The device text is a {@link Formula}, its names are {@code w} (weight) and {@code g}
 * (gradient, not to be assigned), the {@link #slots()}, the {@link #constants()} and the
 * {@link #perStep()} numbers. What is on or off decides the text; what has a value is a number, so
 * that another value needs no other kernel.
 *
 * <p>A formula may take norms over the tensor of its element, {@code float length = norm(w);}, and
 * then there is a third way beside the two: {@link #measure}. Such a formula knows its tensor, and
 * so has one more name: {@code decays} is 1 for the weights of dense layers, which weight decay is
 * for, and 0 for biases, γ and β.
 */
public non-sealed interface ElementRule extends Optimizer {
  /**
   * Has texts of this name read, in settings and checkpoints: {@code register("lion", call -> new
   * Lion(Schedules.read(call, new Schedule.Constant(1e-4)), call.number("beta", 0.9f)))}. A rule's
   * {@link #text} says this name and all keys, so that what is read equals it.
   *
   * @throws IllegalArgumentException if the name is no name in small letters, or Pulmu's own
   */
  static void register(String name, Function<Call, ? extends ElementRule> reader) {
    OwnRules.READERS.register(name, reader);
  }

  /** The learning rate by step. */
  Schedule rate();

  /** This rule at other rates. */
  ElementRule withRate(Schedule rate);

  @Override
  default <R> R match(Function<ElementRule, R> rule, Function<FullBatch, R> method) {
    return rule.apply(this);
  }

  /** Names of the values kept beside each weight from step to step. */
  List<String> slots();

  /**
   * Bytes that one pass moves between memory and processor for a weight: weight, gradient and slots
   * are read, weight and slots written, 4 bytes each.
   */
  default int bytesPerWeight() {
    return 4 * (3 + 2 * slots().size());
  }

  /** The value that a slot begins with; 0 unless a rule says otherwise. */
  default float slotStart(String slot) {
    return 0;
  }

  /**
   * λ of the decoupled weight decay (Loshchilov and Hutter 2019): before the formula, a backend
   * moves the weights that are under weight decay by w −= η λ w. 0 for none.
   */
  default float decoupledDecay() {
    return 0;
  }

  /**
   * The numbers of the formula that never change, by name, in the order of a kernel's arguments.
   */
  Map<String, Float> constants();

  /** Names of the numbers that change with the step. */
  List<String> perStep();

  /**
   * The numbers that change with the step, in the order of {@link #perStep()}.
   *
   * @param rate this step's learning rate
   * @param t the step, counted from 1
   */
  float[] perStep(double rate, long t);

  /** The formula as text, see the heading. */
  String device();

  /**
   * The formula on the host, for the elements {@code from ≤ i < to}: every array has element i at
   * index i, and no array is another.
   *
   * <p>Fused engines call this on pieces of about a thousand elements, and C2 makes vector
   * instructions of the loop if it lets it. It wants one index for all arrays, since with
   * {@code g[i - shift]} it must fear that a gradient is a weight moved before (Adam: 4.4 ns an
   * element instead of .8). It wants all of {@code k} read before the loop, for the same reason
   * (the contract's rule: 14 ns instead of 1.7). Several stores, {@code Math.sqrt} cast to float
   * and choices that stay the same throughout the loop do no harm.
   *
   * @param w weights, moved in place
   * @param g gradients, only read
   * @param slots one array per name of {@link #slots()}, changed in place
   * @param k the numbers of {@link #perStep()}; behind them, if the formula takes norms, these in
   *     the order of the text, and then {@code decays}
   */
  void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to);

  /** How many norms the formula takes. */
  default int norms() {
    return Formula.parse(device()).norms();
  }

  /**
   * What the formula takes norms of, on the host: sets element i of each of {@code of} for
   * {@code from ≤ i < to}. Moves nothing; {@link #host} does so when the norms of the whole tensor
   * are known. The loop is as there.
   *
   * @param k as for {@link #host}, but for the norms, which are not known yet
   * @param of one array for each norm, in the order of the text
   * @throws IllegalStateException unless the rule says otherwise, which it need not without norms
   */
  default void measure(
      float[] w, float[] g, float[][] slots, float[] k, float[][] of, int from, int to) {
    throw new IllegalStateException(
        text() + " takes norms in its formula and has no measure(…), which the host wants;"
            + " give it one that says what each norm is of");
  }
}
