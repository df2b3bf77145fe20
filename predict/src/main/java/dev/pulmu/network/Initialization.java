package dev.pulmu.network;

import dev.pulmu.names.Names;
import dev.pulmu.random.Draws;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.Arrays;
import java.util.List;

/**
 * The initial weights of a dense layer. They are drawn in double from addressed random numbers: the
 * same bits on every backend.
 */
public sealed interface Initialization {
  /** Fills the weights w(I,O) of a dense layer, row by row. */
  void fill(float[] weights, int inputs, int outputs, Draws draws);

  String text();

  /**
   * Reads an initialisation: {@code he}, {@code normal(deviation=0.01)}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Initialization parse(String text) {
    Call call = Call.parse(text);
    Initialization found = switch (call.name()) {
      case "zeros" -> new Zeros();
      case "normal" -> new Normal(call.number("deviation", 0.01f));
      case "xavier" -> new Xavier();
      case "glorot-normal" -> new GlorotNormal();
      case "glorot-uniform" -> new GlorotUniform();
      case "he" -> new He();
      default -> throw Names.unknown("initialization", call.name(), names());
    };
    call.end();
    return found;
  }

  /** The names that {@link #parse} knows. */
  static List<String> names() {
    return List.of("zeros", "normal", "xavier", "glorot-normal", "glorot-uniform", "he");
  }

  /** All zero: every unit of a layer stays the same as every other, and nothing is learnt. */
  record Zeros() implements Initialization {
    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      Arrays.fill(weights, 0);
    }

    @Override
    public String text() {
      return "zeros";
    }
  }

  /**
   * Normal with a given standard deviation, however many inputs there are.
   *
   * @param deviation above 0
   */
  record Normal(float deviation) implements Initialization {
    public Normal {
      if (!(deviation > 0) || Float.isInfinite(deviation)) {
        throw new IllegalArgumentException(
            "normal wants a deviation above 0, came " + Numbers.text(deviation));
      }
    }

    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      normal(weights, deviation, draws);
    }

    @Override
    public String text() {
      return "normal(deviation=" + Numbers.text(deviation) + ")";
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

  /** Normal with variance 2/(I + O) (Glorot and Bengio 2010, equation 12). */
  record GlorotNormal() implements Initialization {
    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      normal(weights, StrictMath.sqrt(2.0 / ((double) inputs + outputs)), draws);
    }

    @Override
    public String text() {
      return "glorot-normal";
    }
  }

  /** Uniform in ±√(6/(I + O)) (Glorot and Bengio 2010, equation 16). */
  record GlorotUniform() implements Initialization {
    @Override
    public void fill(float[] weights, int inputs, int outputs, Draws draws) {
      double bound = StrictMath.sqrt(6.0 / ((double) inputs + outputs));
      double[] uniforms = new double[weights.length];
      draws.uniforms(uniforms);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (bound * (2 * uniforms[i] - 1));
      }
    }

    @Override
    public String text() {
      return "glorot-uniform";
    }
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

  private static void normal(float[] weights, double deviation, Draws draws) {
    double[] normals = new double[weights.length];
    draws.normals(normals);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * normals[i]);
    }
  }
}
