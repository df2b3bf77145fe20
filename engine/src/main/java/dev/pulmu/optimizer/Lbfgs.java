package dev.pulmu.optimizer;

import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Objective;
import dev.pulmu.descent.Vectors;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * L-BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5): the inverse Hessian as the last steps
 * and what they did to the gradient tell it, by the two-loop recursion, begun with γ = sᵀy / yᵀy of
 * the newest step. Without a past the direction is −g, or −g/‖g‖ where that is shorter. A pair of s
 * and y without curvature, sᵀy ≤ ε yᵀy, is left out.
 *
 * @param history how many pairs it keeps, at least 1
 * @param tolerance ends it: the size of the gradient's largest element, at least 0
 */
public record Lbfgs(int history, double tolerance) implements FullBatch {
  public static final Lbfgs DEFAULT = new Lbfgs(10, 1e-5);

  public Lbfgs {
    Bounds.check(history >= 1, "lbfgs", "history", "of at least 1", history);
    Bounds.atLeast0("lbfgs", "tolerance", tolerance);
  }

  static Lbfgs read(Call call) {
    return new Lbfgs(
        call.whole("history", DEFAULT.history, 1), call.real("tolerance", DEFAULT.tolerance));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT, "lbfgs(history=%d, tolerance=%s)", history, Numbers.text(tolerance));
  }

  /** A step s and what it did to the gradient, y. */
  private record Pair(double[] s, double[] y, double sy) {
    static Pair of(Iterate.Past from, double[] to, double[] gradient) {
      double[] s = Vectors.minus(to, from.at());
      double[] y = Vectors.minus(gradient, from.gradient());
      return new Pair(s, y, Vectors.dot(s, y));
    }

    boolean hasCurvature() {
      return sy > Math.ulp(1.0) * Vectors.dot(y, y);
    }
  }

  @Override
  public double[] direction(Objective objective, Iterate from) {
    List<Pair> pairs = pairs(from);
    if (pairs.isEmpty()) {
      return from.now().descent();
    }
    double[] q = Vectors.negative(from.now().gradient());
    double[] alpha = new double[pairs.size()];
    for (int i = 0; i < alpha.length; i++) {
      Pair pair = pairs.get(i);
      alpha[i] = Vectors.dot(pair.s, q) / pair.sy;
      Vectors.add(q, -alpha[i], pair.y);
    }
    Pair newest = pairs.get(0);
    double gamma = newest.sy / Vectors.dot(newest.y, newest.y);
    for (int i = 0; i < q.length; i++) {
      q[i] *= gamma;
    }
    for (int i = alpha.length - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      double beta = Vectors.dot(pair.y, q) / pair.sy;
      Vectors.add(q, alpha[i] - beta, pair.s);
    }
    return q;
  }

  /** The newest first. */
  private static List<Pair> pairs(Iterate from) {
    List<Pair> pairs = new ArrayList<>();
    double[] to = from.now().at();
    double[] gradient = from.now().gradient();
    for (Iterate.Past past : from.past()) {
      Pair pair = Pair.of(past, to, gradient);
      if (pair.hasCurvature()) {
        pairs.add(pair);
      }
      to = past.at();
      gradient = past.gradient();
    }
    return pairs;
  }
}
