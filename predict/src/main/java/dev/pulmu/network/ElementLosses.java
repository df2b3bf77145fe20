package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.formula.Formula;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The losses of the {@link ElementLoss} kind that Pulmu knows by name. */
public final class ElementLosses {
  private ElementLosses() {}

  private static Map<String, Function<Call, ElementLoss>> known() {
    Map<String, Function<Call, ElementLoss>> known = new LinkedHashMap<>();
    known.put(SigmoidCrossEntropy.NAME, SigmoidCrossEntropy::read);
    known.put(MeanSquaredError.NAME, call -> new MeanSquaredError());
    known.put(Huber.NAME, call -> new Huber(call.number("delta", 1)));
    return known;
  }

  static Optional<ElementLoss> read(Call call) {
    return Optional.ofNullable(known().get(call.name())).map(reader -> reader.apply(call));
  }

  static List<String> names() {
    return List.copyOf(known().keySet());
  }

  /**
   * Independent yes-or-no questions, one an output: c (max(x, 0) − x t + log(1 + exp(−|x|))), where
   * x is the logit and c the output's weight; slope c (sigmoid(x) − t). For targets in [0, 1], or
   * class labels taken as one yes among noes.
   *
   * @param classWeights c, one weight of at least 0 an output, not all 0, or none: all weigh 1
   */
  public record SigmoidCrossEntropy(List<Float> classWeights) implements ElementLoss {
    private static final String NAME = "sigmoid-cross-entropy";

    public SigmoidCrossEntropy {
      classWeights = ClassWeights.checked(classWeights);
    }

    /** All questions alike. */
    public SigmoidCrossEntropy() {
      this(List.of());
    }

    private static SigmoidCrossEntropy read(Call call) {
      return new SigmoidCrossEntropy(ClassWeights.read(call));
    }

    @Override
    public String device() {
      return """
          term = fmaxf(x, 0.f) - x * t + log1pf(expf(-fabsf(x)));
          slope = 1.f / (1.f + expf(-x)) - t;
          """;
    }

    @Override
    public double term(float x, float t) {
      return Math.max(x, 0) - x * t + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Override
    public float slope(float x, float t) {
      return Activation.SIGMOID.value(x) - t;
    }

    @Override
    public List<Float> termWeights() {
      return classWeights;
    }

    @Override
    public Link link() {
      return Link.SIGMOID;
    }

    @Override
    public void check(Targets targets, int outputs) {
      OneHot.checkOutputs(targets, outputs);
      ClassWeights.checkCount(classWeights, targets, outputs);
      if (targets instanceof Values values) {
        for (int i = 0; i < values.values().length; i++) {
          float value = values.values()[i];
          if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                "sigmoid cross-entropy wants targets in [0, 1], sample " + i / outputs + " has "
                    + Numbers.text(value) + "; take loss mean-squared-error for other numbers");
          }
        }
      }
    }

    @Override
    public String text() {
      return NAME + (classWeights.isEmpty() ? "" : "(" + ClassWeights.text(classWeights) + ")");
    }
  }

  /**
   * (x − t)², where x is the logit; slope 2 (x − t). For numbers as targets, or class labels taken
   * as one 1 among zeros.
   */
  public record MeanSquaredError() implements ElementLoss {
    private static final String NAME = "mean-squared-error";

    @Override
    public String device() {
      return "float d = x - t; term = d * d; slope = 2.f * d;";
    }

    @Override
    public double term(float x, float t) {
      double d = x - t;
      return d * d;
    }

    @Override
    public float slope(float x, float t) {
      return 2 * (x - t);
    }

    @Override
    public Link link() {
      return Link.IDENTITY;
    }

    @Override
    public String text() {
      return NAME;
    }
  }

  /**
   * d²/2 of the distance d = x − t up to δ, δ (|d| − δ/2) beyond (Huber 1964): a far target pulls
   * no harder than one at δ. For numbers as targets, or class labels taken as one 1 among zeros.
   *
   * @param delta δ, above 0
   */
  public record Huber(float delta) implements ElementLoss {
    private static final String NAME = "huber";

    public Huber {
      if (!(delta > 0) || Float.isInfinite(delta)) {
        throw new IllegalArgumentException(
            "huber wants a delta above 0, came " + Numbers.text(delta));
      }
    }

    @Override
    public String device() {
      return """
          float d = x - t;
          float size = fabsf(d);
          term = select(size - DELTA, DELTA * (size - 0.5f * DELTA), 0.5f * d * d);
          slope = fmaxf(-DELTA, fminf(DELTA, d));
          """.replace("DELTA", Formula.number(delta));
    }

    @Override
    public double term(float x, float t) {
      double size = Math.abs(x - t);
      return size <= delta ? size * size / 2 : delta * (size - delta / 2.0);
    }

    @Override
    public float slope(float x, float t) {
      return Math.max(-delta, Math.min(delta, x - t));
    }

    @Override
    public Link link() {
      return Link.IDENTITY;
    }

    @Override
    public String text() {
      return NAME + "(delta=" + Numbers.text(delta) + ")";
    }
  }
}
