package dev.pulmu.network;

import dev.pulmu.datasets.Shape;
import dev.pulmu.formula.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An immutable description of a network: no arrays, no memory. Layers come in groups: a dense
 * layer, then as wanted batch norm, an activation and dropout, in this order; the last group is a
 * dense layer alone, whose outputs are the logits.
 *
 * @param shape of a sample
 * @param layers the layers from input to output
 * @param loss what training minimises
 */
public record Network(Shape shape, List<Layer> layers, Loss loss) {
  /** The place of a layer in its group. */
  private static final LayerVisitor<Integer> RANK = new LayerVisitor<>() {
    @Override
    public Integer dense(Dense dense) {
      return 0;
    }

    @Override
    public Integer batchNorm(BatchNorm batchNorm) {
      return 1;
    }

    @Override
    public Integer activation(ElementFunction activation) {
      return 2;
    }

    @Override
    public Integer dropout(Dropout dropout) {
      return 3;
    }
  };

  public Network {
    layers = checked(layers);
    for (Layer layer : layers) {
      if (layer instanceof ElementFunction function) {
        Formula.parseWithoutNorms("activation '" + function.text() + "'", function.device());
      }
    }
    if (loss instanceof ElementLoss elements) {
      Formula.parseWithoutNorms("loss '" + elements.text() + "'", elements.device());
    }
  }

  /** A copy without dropout of nothing. */
  static List<Layer> checked(List<Layer> given) {
    List<Layer> layers = given.stream()
        .filter(layer -> !(layer instanceof Dropout dropout && dropout.probability() == 0))
        .toList();
    if (layers.isEmpty() || !(layers.get(layers.size() - 1) instanceof Dense)) {
      throw new IllegalArgumentException(
          "a network ends with a dense layer, whose outputs are the logits");
    }
    for (int i = 0; i < layers.size(); i++) {
      int before = i == 0 ? -1 : rank(layers.get(i - 1));
      int here = rank(layers.get(i));
      if (here != 0 && here <= before || before < 0 && here != 0) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "layer %d (%s) cannot follow %s; the order is dense, batch norm, activation, dropout",
            i + 1,
            layers.get(i).text(),
            i == 0 ? "the input" : layers.get(i - 1).text()));
      }
    }
    return layers;
  }

  /**
   * Reads a text that leaves nothing to the data, {@code 784: dense(100) relu, dense(10)}.
   *
   * @throws IllegalArgumentException in one line that says what is wrong with it
   */
  public static Network parse(String text, Loss loss) {
    return Architecture.parse(text).network(loss);
  }

  /** What {@link #parse} reads back to an equal network with the same loss. */
  public String text() {
    return Architecture.of(this).text();
  }

  /** How many numbers a sample has. */
  public int inputs() {
    return shape.size();
  }

  /** How many logits the network puts out. */
  public int outputs() {
    return ((Dense) layers.get(layers.size() - 1)).outputs();
  }

  /** Starts to describe a network for samples of this shape, layer after layer. */
  public static Builder input(int... sizes) {
    return new Builder(Shape.of(sizes));
  }

  /** The place of a layer among those of its group. */
  static int rank(Layer layer) {
    return layer.accept(RANK);
  }

  /**
   * Collects layers; a dense layer without an initialisation gets the one that suits the activation
   * after it.
   */
  public static final class Builder {
    private final Shape shape;
    private final List<Layer> layers = new ArrayList<>();
    private boolean initializationIsOpen;

    private Builder(Shape shape) {
      this.shape = shape;
    }

    public Builder dense(int outputs) {
      dense(outputs, Activation.IDENTITY.initialization());
      initializationIsOpen = true;
      return this;
    }

    public Builder dense(int outputs, Initialization initialization) {
      layers.add(new Dense(outputs, initialization));
      initializationIsOpen = false;
      return this;
    }

    public Builder batchNorm(BatchNorm batchNorm) {
      layers.add(batchNorm);
      return this;
    }

    public Builder activation(ElementFunction activation) {
      for (int i = layers.size() - 1; i >= 0 && initializationIsOpen; i--) {
        if (layers.get(i) instanceof Dense dense) {
          layers.set(i, new Dense(dense.outputs(), activation.initialization()));
          initializationIsOpen = false;
        }
      }
      layers.add(activation);
      return this;
    }

    /** Adds dropout; with probability 0 there is nothing to add. */
    public Builder dropout(float probability) {
      return dropout(new Dropout(probability));
    }

    /** Adds dropout of a style; with probability 0 there is nothing to add. */
    public Builder dropout(Dropout dropout) {
      layers.add(dropout);
      return this;
    }

    public Network loss(Loss loss) {
      return new Network(shape, layers, loss);
    }
  }
}
