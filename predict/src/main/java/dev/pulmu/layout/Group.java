package dev.pulmu.layout;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dense;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.Layer;
import dev.pulmu.network.LayerVisitor;
import dev.pulmu.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers that the planner makes one block of: a dense layer, and those behind it up to the
 * next.
 */
record Group(
    int index,
    int inputs,
    Dense dense,
    Optional<BatchNorm> batchNorm,
    ElementFunction activation,
    Optional<Dropout> dropout) {
  /** The groups of a network, in forward order. */
  static List<Group> of(Network network) {
    Builder builder = new Builder(network.inputs());
    for (Layer layer : network.layers()) {
      builder = layer.accept(builder);
    }
    return builder.groups;
  }

  String name() {
    return "dense" + (index + 1);
  }

  int outputs() {
    return dense.outputs();
  }

  /** Takes layers one after the other; a network has them in an order that makes groups. */
  private static final class Builder implements LayerVisitor<Builder> {
    private final List<Group> groups = new ArrayList<>();
    private int inputs;

    Builder(int inputs) {
      this.inputs = inputs;
    }

    @Override
    public Builder dense(Dense dense) {
      groups.add(new Group(
          groups.size(), inputs, dense, Optional.empty(), Activation.IDENTITY, Optional.empty()));
      inputs = dense.outputs();
      return this;
    }

    @Override
    public Builder batchNorm(BatchNorm batchNorm) {
      Group last = removeLast();
      return add(last, Optional.of(batchNorm), last.activation, last.dropout);
    }

    @Override
    public Builder activation(ElementFunction activation) {
      Group last = removeLast();
      return add(last, last.batchNorm, activation, last.dropout);
    }

    @Override
    public Builder dropout(Dropout dropout) {
      Group last = removeLast();
      return add(last, last.batchNorm, last.activation, Optional.of(dropout));
    }

    private Group removeLast() {
      return groups.remove(groups.size() - 1);
    }

    private Builder add(
        Group group,
        Optional<BatchNorm> batchNorm,
        ElementFunction activation,
        Optional<Dropout> dropout) {
      groups.add(new Group(group.index, group.inputs, group.dense, batchNorm, activation, dropout));
      return this;
    }
  }
}
