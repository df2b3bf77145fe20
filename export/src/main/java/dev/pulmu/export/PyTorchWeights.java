package dev.pulmu.export;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.layout.BlockVisitor;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.model.Model;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.model.format.Safetensors.Entry;
import dev.pulmu.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a network as PyTorch's {@code state_dict()} has them: {@code dense1.weight} (O,I)
 * and {@code dense1.bias} of a {@code Linear}, {@code norm1.weight}, {@code norm1.bias},
 * {@code norm1.running_mean} and {@code norm1.running_var} of the {@code BatchNorm1d} behind it,
 * numbered as the blocks are.
 */
public final class PyTorchWeights {
  private PyTorchWeights() {}

  /** A model's tensors, with what it says of itself as texts. */
  public static Safetensors of(Model model) {
    List<Entry> entries = new ArrayList<>();
    State state = model.state();
    state
        .layout()
        .blocks()
        .forEach(block -> block.accept((BlockVisitor<Void>) dense -> {
          write(dense, state, entries);
          return null;
        }));
    return new Safetensors(model.description(), entries);
  }

  private static void write(DenseBlock block, State state, List<Entry> entries) {
    entries.add(new Entry(
        weight(block),
        List.of(block.outputs(), block.inputs()),
        transposed(state.tensor(block.weight()))));
    block
        .bias()
        .ifPresent(bias -> entries.add(vector(bias(block), state.tensor(bias).values())));
    block.norm().ifPresent(norm -> {
      NormInUse used = NormInUse.of(norm, state);
      entries.add(vector(norm(block, "weight"), used.gamma()));
      entries.add(vector(norm(block, "bias"), used.beta()));
      entries.add(vector(norm(block, "running_mean"), used.mean()));
      entries.add(vector(norm(block, "running_var"), used.variance()));
    });
  }

  private static Entry vector(String name, float[] values) {
    return new Entry(name, List.of(values.length), values);
  }

  /**
   * The state of a network that has these tensors, found by their names.
   *
   * @param renamed new names of PyTorch's modules by those in the file: {@code fc1} to
   *     {@code dense1}
   * @throws IllegalArgumentException saying all that is missing, that the network has no place for,
   *     and that has another shape
   */
  public static State read(Safetensors weights, Network network, Map<String, String> renamed) {
    State state = State.initial(NetworkPlan.of(network), 0);
    NamedTensors tensors = new NamedTensors(weights.tensors(), renamed);
    state
        .layout()
        .blocks()
        .forEach(block -> block.accept((BlockVisitor<Void>) dense -> {
          read(dense, tensors, state);
          return null;
        }));
    tensors.requireAllTaken();
    return state;
  }

  private static void read(DenseBlock block, NamedTensors tensors, State state) {
    int inputs = block.inputs();
    int outputs = block.outputs();
    float[] weight = tensors.take(weight(block), outputs, inputs);
    put(state, block.weight(), transposed(new Matrix(outputs, inputs, weight)));
    block.bias().ifPresent(bias -> put(state, bias, tensors.take(bias(block), outputs)));
    block.norm().ifPresent(norm -> read(block, norm, tensors, state));
  }

  private static void read(DenseBlock block, Norm norm, NamedTensors tensors, State state) {
    int outputs = block.outputs();
    put(state, norm.gamma(), tensors.take(norm(block, "weight"), outputs));
    put(state, norm.beta(), tensors.take(norm(block, "bias"), outputs));
    float[] mean = tensors.take(norm(block, "running_mean"), outputs);
    // A bias before a batch norm only moves the mean that is taken away again
    float[] bias =
        tensors.has(bias(block)) ? tensors.take(bias(block), outputs) : new float[outputs];
    for (int i = 0; i < outputs; i++) {
      mean[i] -= bias[i];
    }
    put(state, norm.runningMean(), mean);
    put(state, norm.runningVariance(), tensors.take(norm(block, "running_var"), outputs));
    put(state, norm.runningWeight(), new float[] {1});
  }

  private static void put(State state, Tensor tensor, float[] values) {
    System.arraycopy(values, 0, state.values(), tensor.offset(), tensor.size());
  }

  private static float[] transposed(Matrix matrix) {
    float[] values = new float[matrix.values().length];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        values[column * matrix.rows() + row] = matrix.at(row, column);
      }
    }
    return values;
  }

  private static String weight(DenseBlock block) {
    return block.name() + ".weight";
  }

  private static String bias(DenseBlock block) {
    return block.name() + ".bias";
  }

  private static String norm(DenseBlock block, String tensor) {
    return "norm" + (block.index() + 1) + "." + tensor;
  }
}
