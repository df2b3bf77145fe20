package dev.pulmu.optimizer;

import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Objective;
import dev.pulmu.descent.Vectors;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.Locale;

/**
 * Newton's method with conjugate gradients and a line search (Nocedal and Wright 2006, algorithm
 * 7.1). The Newton equation B p = −g is solved by {@link Objective#hessianTimes}, until the
 * residual is at most min(forcing, √‖g‖) ‖g‖, the products are used up, or the Hessian B bends down
 * along a direction: then by what there is so far, or the steepest descent where that is nothing.
 *
 * <p>With {@code forcing=0} and as many products as there are coordinates a step is Newton's own,
 * and one leads to the minimum of a quadratic. By the usual differences of gradients a product
 * costs two evaluations of the objective.
 *
 * @param products the most Hessian-vector products of an iteration, at least 1
 * @param forcing η, the share of the gradient that the residual may have, in [0, 1)
 * @param tolerance ends it: the size of the gradient's largest element, at least 0
 */
public record NewtonCg(int products, double forcing, double tolerance) implements FullBatch {
  public static final NewtonCg DEFAULT = new NewtonCg(20, 0.5, 1e-5);

  public NewtonCg {
    Bounds.check(products >= 1, "newton-cg", "products", "of at least 1", products);
    Bounds.check(forcing >= 0 && forcing < 1, "newton-cg", "forcing", "in [0, 1)", forcing);
    Bounds.atLeast0("newton-cg", "tolerance", tolerance);
  }

  static NewtonCg read(Call call) {
    return new NewtonCg(
        call.whole("products", DEFAULT.products, 1),
        call.real("forcing", DEFAULT.forcing),
        call.real("tolerance", DEFAULT.tolerance));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "newton-cg(products=%d, forcing=%s, tolerance=%s)",
        products,
        Numbers.text(forcing),
        Numbers.text(tolerance));
  }

  /** None: every Hessian is a new one. */
  @Override
  public int history() {
    return 0;
  }

  @Override
  public double[] direction(Objective objective, Iterate from) {
    double[] gradient = from.now().gradient();
    double norm = Vectors.norm(gradient);
    double enough = Math.min(forcing, Math.sqrt(norm)) * norm;
    double[] p = new double[gradient.length];
    double[] residual = gradient.clone();
    double[] d = Vectors.negative(gradient);
    double[] product = new double[gradient.length];
    double squares = Vectors.dot(residual, residual);
    for (int i = 0; i < Math.min(products, gradient.length); i++) {
      objective.hessianTimes(from.now().at(), d, product);
      double curvature = Vectors.dot(d, product);
      if (!(curvature > 0)) { // NaN too
        return i == 0 ? d : p;
      }
      double alpha = squares / curvature;
      Vectors.add(p, alpha, d);
      Vectors.add(residual, alpha, product);
      double fewer = Vectors.dot(residual, residual);
      if (Math.sqrt(fewer) <= enough) {
        return p;
      }
      for (int j = 0; j < d.length; j++) {
        d[j] = fewer / squares * d[j] - residual[j];
      }
      squares = fewer;
    }
    return p;
  }
}
