package dev.pulmu.layout;

import dev.pulmu.text.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The values of a plan's persistent tensors at one step.
 *
 * @param layout the plan, of training or of use, whose table says what lies where
 * @param values all tensors in canonical order; shared, not copied
 */
public record State(Layout layout, float[] values) {
  public State {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          "the plan's tensors have " + layout.size() + " numbers, came " + values.length);
    }
  }

  /**
   * The state in which training begins: weights drawn from the seed, everything else at its start.
   */
  public static State initial(Layout layout, long seed) {
    float[] values = new float[layout.size()];
    for (Tensor tensor : layout.tensors()) {
      tensor.start().fill(values, tensor.offset(), tensor.end(), seed);
    }
    return new State(layout, values);
  }

  /**
   * Checks that a plan has the same tensors.
   *
   * @throws IllegalArgumentException naming the first that differs
   */
  public void checkFits(Layout other) {
    List<Tensor> mine = layout.tensors();
    List<Tensor> wanted = other.tensors();
    for (int i = 0; i < Math.max(mine.size(), wanted.size()); i++) {
      if (i >= mine.size() || i >= wanted.size() || !mine.get(i).isLike(wanted.get(i))) {
        String here = i < mine.size() ? describe(mine.get(i)) : "nothing";
        String there = i < wanted.size() ? describe(wanted.get(i)) : "nothing";
        throw new IllegalArgumentException(String.format(
            Locale.ROOT, "the plan wants %s as tensor %d, the state has %s", there, i + 1, here));
      }
    }
  }

  private static String describe(Tensor tensor) {
    return tensor.name() + " (" + tensor.shapeText() + ")";
  }

  /**
   * This state with the weights and running statistics of another network of the same layers.
   *
   * @throws IllegalArgumentException naming the first that this has and the other has not
   */
  public State withWeightsOf(State other) {
    float[] changed = values.clone();
    layout.blocks().stream().flatMap(block -> block.tensors().stream()).forEach(tensor -> {
      Tensor there = other.like(tensor);
      System.arraycopy(other.values, there.offset(), changed, tensor.offset(), tensor.size());
    });
    return new State(layout, changed);
  }

  private Tensor like(Tensor wanted) {
    return layout.tensors().stream()
        .filter(wanted::isLike)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(String.format(
            Locale.ROOT,
            "the model to begin with wants %s, it has %s",
            describe(wanted),
            layout.tensors().stream().map(State::describe).collect(Collectors.joining(", ")))));
  }

  /**
   * The state with the corrected average of its weights in their place, as an evaluation of the
   * average uses it; itself if the plan keeps none or nothing was averaged yet.
   */
  public State averaged() {
    float seen = layout.averageWeight().map(weight -> values[weight.offset()]).orElse(0f);
    if (seen == 0) {
      return this;
    }
    float[] averaged = values.clone();
    Range average = layout.range(Role.EMA);
    for (int i = 0; i < average.size(); i++) {
      averaged[i] = values[average.from() + i] / seen;
    }
    return new State(layout, averaged);
  }

  /** The parameters and running statistics alone, as a network in use has them. */
  public State inUse() {
    if (layout instanceof NetworkPlan) {
      return this;
    }
    NetworkPlan used = NetworkPlan.of(layout.network());
    return new State(used, new float[used.size()]).withWeightsOf(this);
  }

  /** A copy of the tensor of this name. */
  public Matrix tensor(String name) {
    return tensor(layout.tensor(name));
  }

  /** A copy of one of the layout's tensors. */
  public Matrix tensor(Tensor tensor) {
    return new Matrix(
        tensor.rows(), tensor.columns(), Arrays.copyOfRange(values, tensor.offset(), tensor.end()));
  }

  /** SHA-256 of the weights in canonical order, each as four bytes, lowest first. */
  public String weightsSha256() {
    int parameters = layout.parameters();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, parameters)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, 0, parameters);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "state of " + layout.tensors().size() + " tensors " + Numbers.few(values);
  }
}
