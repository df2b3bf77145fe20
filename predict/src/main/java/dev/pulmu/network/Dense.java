package dev.pulmu.network;

/**
 * A dense layer, y(B,O) = x(B,I) · w(I,O) + b(O). The number of inputs follows from the layer
 * before. Directly before a batch norm it has no b: that b would have a gradient of exactly zero.
 *
 * @param outputs O, at least 1
 * @param initialization how w begins; b begins at 0
 */
public record Dense(int outputs, Initialization initialization) implements Layer {
  static final String NAME = "dense";

  public Dense {
    if (outputs < 1) {
      throw new IllegalArgumentException("a dense layer wants at least 1 output, came " + outputs);
    }
  }

  @Override
  public <R> R accept(LayerVisitor<R> visitor) {
    return visitor.dense(this);
  }

  @Override
  public String text() {
    return NAME + "(" + outputs + ", init=" + initialization.text() + ")";
  }
}
