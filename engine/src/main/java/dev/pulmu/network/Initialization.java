package dev.pulmu.network;

import dev.pulmu.random.Draws;
import dev.pulmu.text.Call;
import java.util.List;

/**
 * How the weights of a dense layer begin. Drawn in double from addressed random numbers: the same
 * bits on every backend.
 */
public sealed interface Initialization {
  /** Fills the weights w(I,O) of a dense layer, row by row. */
  void fill(float[] weights, int inputs, int outputs, Draws draws);

  String text();

  static Initialization parse(String text) {
    Call call = Call.parse(text);
    Initialization found = switch (call.name()) {
      case "he" -> new He();
      case "xavier" -> new Xavier();
      default -> throw Call.unknown("initialization", call.name(), List.of("he", "xavier"));
    };
    call.end();
    return found;
  }

  /**
   * Normal with variance 2/I (He et al. 2015, equation 10): keeps the spread of activations through
   * ReLU layers.
   */
  record He() implements Initialization {
    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      normal(weights, StrictMath.sqrt(2.0 / inputs), draws);
    }

    @Override
    public String text() {
      return "he";
    }
  }

  /** Normal with variance 1/I (Glorot and Bengio 2010 in the form for square layers). */
  record Xavier() implements Initialization {
    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      normal(weights, StrictMath.sqrt(1.0 / inputs), draws);
    }

    @Override
    public String text() {
      return "xavier";
    }
  }

  private static void normal(float[] weights, double deviation, Draws draws) {
    double[] normals = new double[weights.length];
    draws.normals(normals);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * normals[i]);
    }
  }
}
