package dev.pulmu.export;

import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Models of which every tensor has numbers of its own, as after some training, and rows for them.
 */
final class Models {
  static final Loss SOFTMAX = Loss.parse("softmax-cross-entropy");
  static final Loss SQUARED = Loss.parse("mean-squared-error");

  private Models() {}

  static Model of(String network, Loss loss) {
    return of(network, loss, new Normalisation(1, 0));
  }

  static Model of(String network, Loss loss, Normalisation normalisation) {
    return of(Network.parse(network, loss), normalisation);
  }

  static Model of(Network network, Normalisation normalisation) {
    State state = state(network);
    return new Model(state, classes(state), normalisation, provenance(state));
  }

  static Model of(String network, Loss loss, Recipe recipe) {
    State state = state(Network.parse(network, loss));
    return new Model(
        state,
        classes(state),
        new Normalisation(1, 0),
        provenance(state),
        Optional.empty(),
        Optional.of(recipe));
  }

  private static State state(Network network) {
    State state = State.initial(NetworkPlan.of(network), 1);
    Random random = new Random(1);
    for (Tensor tensor : state.layout().tensors()) {
      for (int i = tensor.offset(); i < tensor.end(); i++) {
        state.values()[i] += tensor.rows() > 1 ? 0 : random.nextFloat() / 2;
      }
    }
    return state;
  }

  private static List<String> classes(State state) {
    int outputs = state.layout().network().outputs();
    return state.layout().network().loss().equals(SOFTMAX)
        ? IntStream.range(0, outputs).mapToObj(i -> "class " + i).toList()
        : List.of();
  }

  private static Provenance provenance(State state) {
    return new Provenance(
        "cpu", "made", "0".repeat(64), "unknown", 1, state.weightsSha256(), OptionalDouble.empty());
  }

  /** Numbers around 0. */
  static Matrix rows(int rows, int columns) {
    Random random = new Random(2);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 2;
    }
    return new Matrix(rows, columns, values);
  }
}
