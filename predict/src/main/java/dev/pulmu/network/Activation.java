package dev.pulmu.network;

import dev.pulmu.formula.ErrorFunction;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The activations that Pulmu knows by name. */
public enum Activation implements ElementFunction {
  /** f(x) = x. */
  IDENTITY(new Initialization.Xavier(), "y = x; slope = 1.f;") {
    @Override
    public float value(float x) {
      return x;
    }

    @Override
    public float slope(float x) {
      return 1;
    }
  },

  /** f(x) = max(x, 0); its slope at 0 is taken as 0. */
  RELU(new Initialization.He(), "y = select(x, x, 0.f); slope = select(x, 1.f, 0.f);") {
    @Override
    public float value(float x) {
      return x <= 0 ? 0 : x;
    }

    @Override
    public float slope(float x) {
      return x <= 0 ? 0 : 1;
    }
  },

  /** f(x) = x above 0, x / 100 elsewhere (Maas et al. 2013). */
  LEAKY_RELU(
      new Initialization.He(), "y = select(x, x, 0.01f * x); slope = select(x, 1.f, 0.01f);") {
    @Override
    public float value(float x) {
      return x <= 0 ? 0.01f * x : x;
    }

    @Override
    public float slope(float x) {
      return x <= 0 ? 0.01f : 1;
    }
  },

  /** f(x) = 1 / (1 + exp(−x)). */
  SIGMOID(new Initialization.Xavier(), "y = 1.f / (1.f + expf(-x)); slope = y * (1.f - y);") {
    @Override
    public float value(float x) {
      return (float) (1 / (1 + StrictMath.exp(-x)));
    }

    @Override
    public float slope(float x) {
      float y = value(x);
      return y * (1 - y);
    }
  },

  /** f(x) = tanh(x). */
  TANH(new Initialization.Xavier(), "y = tanhf(x); slope = 1.f - y * y;") {
    @Override
    public float value(float x) {
      return (float) StrictMath.tanh(x);
    }

    @Override
    public float slope(float x) {
      double y = StrictMath.tanh(x);
      return (float) (1 - y * y);
    }
  },

  /** f(x) = x above 0, exp(x) − 1 elsewhere (Clevert et al. 2016, α = 1). */
  ELU(new Initialization.He(), "y = select(x, x, expm1f(x)); slope = select(x, 1.f, expf(x));") {
    @Override
    public float value(float x) {
      return x <= 0 ? (float) StrictMath.expm1(x) : x;
    }

    @Override
    public float slope(float x) {
      return x <= 0 ? (float) StrictMath.exp(x) : 1;
    }
  },

  /**
   * f(x) = x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) (Hendrycks and Gimpel 2016, their
   * approximation by tanh).
   */
  GELU_TANH(new Initialization.He(), """
      float t = tanhf((x * x * 0.044715f + 1.f) * x * 0.7978846f);
      y = x * ((t + 1.f) * 0.5f);
      slope = (t + 1.f + (1.f - t * t) * x * ((x * x * 0.134145f + 1.f) * 0.7978846f)) * 0.5f;
      """) {
    private static final double SCALE = Math.sqrt(2 / Math.PI);
    private static final double CUBE = 0.044715;

    @Override
    public float value(float x) {
      return (float) (0.5 * x * (1 + tanh(x)));
    }

    @Override
    public float slope(float x) {
      double t = tanh(x);
      double inner = SCALE * (1 + 3 * CUBE * x * x);
      return (float) (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner);
    }

    private static double tanh(double x) {
      return StrictMath.tanh(SCALE * (x + CUBE * x * x * x));
    }
  },

  /**
   * f(x) = x · sigmoid(x), also called SiLU (Hendrycks and Gimpel 2016; Ramachandran et al. 2017).
   */
  SWISH(new Initialization.He(), """
      float s = 1.f / (1.f + expf(-x));
      y = x * s;
      slope = s * (1.f + x * (1.f - s));
      """) {
    @Override
    public float value(float x) {
      return (float) (x / (1 + StrictMath.exp(-x)));
    }

    @Override
    public float slope(float x) {
      double s = 1 / (1 + StrictMath.exp(-x));
      return (float) (s * (1 + x * (1 - s)));
    }
  },

  /**
   * f(x) = x/2 · (1 + erf(x / √2)) (Hendrycks and Gimpel 2016): x times the normal distribution.
   */
  GELU(new Initialization.He(), """
      float below = 0.5f * (1.f + erff(x * 0.70710678f));
      y = x * below;
      slope = below + x * 0.3989423f * expf(-0.5f * x * x);
      """) {
    @Override
    public float value(float x) {
      return (float) (x * below(x));
    }

    @Override
    public float slope(float x) {
      double density = StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
      return (float) (below(x) + x * density);
    }

    private static double below(double x) {
      return 0.5 * (1 + ErrorFunction.of(x * Math.sqrt(0.5)));
    }
  };

  private final Initialization initialization;
  private final String device;

  Activation(Initialization initialization, String device) {
    this.initialization = initialization;
    this.device = device;
  }

  @Override
  public Initialization initialization() {
    return initialization;
  }

  @Override
  public String device() {
    return device;
  }

  @Override
  public String text() {
    return Call.word(this);
  }

  /**
   * The activation of this name; {@link ElementFunction#parse} knows those of users, too.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Activation parse(String text) {
    return known(text).orElseThrow(() -> Names.unknown("activation", text, names()));
  }

  static Optional<Activation> known(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.text().equalsIgnoreCase(name))
        .findFirst();
  }

  /**
   * The name now of an activation that was written when {@code gelu} was its approximation by tanh:
   * before settings and models of format 2.
   */
  public static String ofFirstFormat(String name) {
    return name.equalsIgnoreCase("gelu") ? GELU_TANH.text() : name;
  }

  /** The names that {@link #parse} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Activation::text).toList();
  }
}
