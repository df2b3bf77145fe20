package dev.pulmu.network;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;

/**
 * Dropout (Srivastava et al. 2014): in training each element is zeroed with probability p.
 *
 * @param probability p, in [0, 1)
 * @param style how training and use are brought to the same scale
 */
public record Dropout(float probability, Style style) implements Layer {
  /** How training and use are brought to the same scale. */
  public enum Style {
    /** In training the elements that are kept are divided by 1 − p; in use nothing happens. */
    INVERTED,
    /** Nothing is divided in training; in use everything is multiplied by 1 − p. */
    BOOK;

    /** The factor of an element that is kept in training. */
    public float kept(float probability) {
      return this == INVERTED ? 1 / (1 - probability) : 1;
    }

    /** The factor of every element in use. */
    public float used(float probability) {
      return this == INVERTED ? 1 : 1 - probability;
    }
  }

  /** Inverted dropout. */
  public Dropout(float probability) {
    this(probability, Style.INVERTED);
  }

  public Dropout {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout wants a probability in [0, 1), came " + Numbers.text(probability));
    }
  }

  static Dropout read(Call call) {
    String p = call.first("p", null);
    return new Dropout(
        p == null ? 0.5f : Numbers.parseFloat("dropout: p", p),
        call.choice("style", Style.INVERTED));
  }

  @Override
  public <R> R accept(LayerVisitor<R> visitor) {
    return visitor.dropout(this);
  }

  @Override
  public String text() {
    return "dropout(" + Numbers.text(probability) + ", style=" + Call.word(style) + ")";
  }
}
