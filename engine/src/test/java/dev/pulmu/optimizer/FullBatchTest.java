package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Iterate.End;
import dev.pulmu.descent.Objective;
import dev.pulmu.descent.Point;
import dev.pulmu.descent.Vectors;
import dev.pulmu.optimizer.Minima.Counted;
import dev.pulmu.optimizer.Minima.Found;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L-BFGS and Newton-CG against SciPy's, on functions in double. */
class FullBatchTest {
  /** SciPy's L-BFGS-B has another line search, its Newton-CG differences of another kind. */
  private static final double FACTOR = 1.5;

  static List<Found> found() {
    return Minima.found();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bowl", "rotated", "rosenbrock2", "rosenbrock10", "network"})
  void theFunctionsAreThoseOfTheScript(String problem) {
    JsonNode golden = Minima.GOLDEN.get("problems").get(problem);
    double[] gradient = new double[Minima.start(problem).length];
    double value = Minima.objective(problem).valueAndGradient(Minima.start(problem), gradient);
    assertThat(value).isCloseTo(golden.get("value").asDouble(), within(1e-9 * value));
    double[] expected = Minima.numbers(golden.get("gradient"));
    assertThat(gradient).containsExactly(expected, within(1e-9 * Vectors.largest(expected)));
  }

  @ParameterizedTest
  @MethodSource("found")
  void theMinimumIsThatOfSciPyAfterAboutAsManyIterations(Found scipy) {
    Counted objective = Minima.objective(scipy.problem());
    FullBatch method = exact(scipy.method());
    Iterate at = method.begin(objective, Minima.start(scipy.problem()));
    int iterations = 0;
    while (at.end().isEmpty() && iterations < 1000) {
      at = method.next(objective, at);
      iterations++;
    }
    assertThat(at.end()).contains(End.FLAT);
    assertThat(at.now().value()).isCloseTo(scipy.value(), within(1e-10));
    if (!scipy.problem().equals("network")) { // a bias that nothing depends on may be any number
      assertThat(at.now().at()).containsExactly(scipy.point(), within(1e-5));
    }
    assertThat((double) iterations).isLessThan(FACTOR * scipy.iterations());
    assertThat((double) objective.evaluations).isLessThan(FACTOR * scipy.evaluations());
  }

  @ParameterizedTest
  @MethodSource("found")
  void everyStepMeetsTheStrongWolfeConditions(Found scipy) {
    Counted objective = Minima.objective(scipy.problem());
    FullBatch method = exact(scipy.method());
    Iterate at = method.begin(objective, Minima.start(scipy.problem()));
    int steps = 0;
    for (; at.end().isEmpty(); steps++) {
      Iterate next = method.next(objective, at);
      double[] step = Vectors.minus(next.now().at(), at.now().at());
      double before = Vectors.dot(at.now().gradient(), step);
      double after = Vectors.dot(next.now().gradient(), step);
      assertThat(before).isNegative();
      double rounding = 1e-15 * Math.abs(at.now().value());
      assertThat(next.now().value())
          .isLessThanOrEqualTo(at.now().value() + 1e-4 * before + rounding);
      assertThat(Math.abs(after)).isLessThanOrEqualTo(-0.9 * before * (1 + 1e-9));
      at = next;
    }
    assertThat(steps).isGreaterThan(1);
  }

  private static FullBatch exact(String method) {
    return method.equals("lbfgs") ? new Lbfgs(10, 1e-8) : new NewtonCg(100, 0.5, 1e-8);
  }

  @Test
  void newtonReachesTheMinimumOfABowlInOneStep() {
    FullBatch newton = (FullBatch) Optimizer.parse("newton-cg(forcing=0)");
    Iterate start = newton.begin(Minima.objective("bowl"), new double[] {-7, 2});
    Iterate next = newton.next(Minima.objective("bowl"), start);
    assertThat(next.now().at()).containsExactly(new double[] {0, 0}, within(1e-8));
    assertThat(newton.next(Minima.objective("bowl"), next).end()).contains(End.FLAT);
  }

  /** By hand: s = (1, 0), y = (2, 0), γ = ½; −g = (−4, −6) has −4/2 along s and −6 γ across. */
  @Test
  void onePairScalesTheDirectionByItsCurvature() {
    Iterate.Past past = new Iterate.Past(new double[] {0, 5}, new double[] {2, 6});
    Point now = new Point(new double[] {1, 5}, 0, new double[] {4, 6});
    Iterate from = new Iterate(now, List.of(past), Optional.empty());
    double[] direction = Lbfgs.DEFAULT.direction(Minima.objective("bowl"), from);
    assertThat(direction).containsExactly(new double[] {-2, -3}, within(1e-15));
  }

  @Test
  void lbfgsKeepsAsManyPointsAsItsHistory() {
    Counted objective = Minima.objective("rosenbrock2");
    FullBatch method = new Lbfgs(3, 0);
    Iterate at = method.begin(objective, Minima.start("rosenbrock2"));
    for (int i = 1; i <= 5; i++) {
      double[] left = at.now().at();
      at = method.next(objective, at);
      assertThat(at.past()).hasSize(Math.min(i, 3));
      assertThat(at.past().get(0).at()).isSameAs(left);
    }
  }

  /** On a saddle Newton's own step would lead up to its middle. */
  @Test
  void negativeCurvatureIsLeftDownhill() {
    Counted saddle = new Counted(2, (x, gradient) -> {
      gradient[0] = 2 * x[0] + x[0] * x[0] * x[0] / 100;
      gradient[1] = -2 * x[1] + x[1] * x[1] * x[1] / 2;
      return x[0] * x[0] + Math.pow(x[0], 4) / 400 - x[1] * x[1] + Math.pow(x[1], 4) / 8;
    });
    for (FullBatch method : List.of(NewtonCg.DEFAULT, Lbfgs.DEFAULT)) {
      Iterate end = method.minimize(saddle, new double[] {1, 0.1}, 100);
      assertThat(end.end()).as(method.text()).contains(End.FLAT);
      assertThat(end.now().at()).containsExactly(new double[] {0, 2}, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "newton-cg"})
  void aFunctionThatFallsWithoutEndIsGivenUp(String name) {
    Counted line = along(x -> -x, x -> -1);
    Iterate end = ((FullBatch) Optimizer.parse(name)).minimize(line, new double[] {3}, 1000);
    assertThat(end.end()).contains(End.STUCK);
    assertThat(end.now().at()).containsExactly(3);
    assertThat(line.evaluations).isLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "newton-cg"})
  void aStepIntoNoNumberIsTakenBack(String name) {
    // log x − x has no value for x ≤ 0 and its maximum at 1: we look for that of x − log x
    Counted objective = along(x -> x - Math.log(x), x -> 1 - 1 / x);
    Iterate end = ((FullBatch) Optimizer.parse(name)).minimize(objective, new double[] {30}, 100);
    assertThat(end.end()).contains(End.FLAT);
    assertThat(end.now().at()[0]).isCloseTo(1, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"lbfgs, NaN, 1", "lbfgs, 1, NaN", "newton-cg, Infinity, 1", "newton-cg, 1, -Infinity"
  })
  void whatIsNotFiniteAtTheStartIsSaid(String name, double value, double slope) {
    Counted objective = along(x -> value, x -> slope);
    Iterate end = ((FullBatch) Optimizer.parse(name)).minimize(objective, new double[1], 100);
    assertThat(end.end()).contains(End.NOT_FINITE);
    assertThat(objective.evaluations).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "newton-cg"})
  void gradientsThatLieAreGivenUp(String name) {
    Counted objective = along(x -> x * x, x -> -2 * x);
    Iterate end = ((FullBatch) Optimizer.parse(name)).minimize(objective, new double[] {3}, 100);
    assertThat(end.end()).contains(End.STUCK);
    assertThat(objective.evaluations).isLessThan(200);
  }

  @Test
  void anEndIsNotLeft() {
    Counted bowl = Minima.objective("bowl");
    Iterate end = Lbfgs.DEFAULT.minimize(bowl, new double[] {-7, 2}, 100);
    int evaluations = bowl.evaluations;
    assertThat(Lbfgs.DEFAULT.next(bowl, end)).isSameAs(end);
    assertThat(bowl.evaluations).isEqualTo(evaluations);
    assertThat(Vectors.largest(end.now().gradient())).isLessThanOrEqualTo(1e-5);
    assertThat(Lbfgs.DEFAULT.minimize(bowl, new double[] {-7, 2}, 2).end()).isEmpty();
  }

  /** A Hessian-vector product that is given is the one that is used. */
  @Test
  void anExactProductNeedsNoDifferences() {
    int[] products = new int[1];
    Objective bowl = new Objective() {
      @Override
      public int size() {
        return 2;
      }

      @Override
      public double valueAndGradient(double[] at, double[] gradient) {
        return Minima.bowl(at, gradient);
      }

      @Override
      public void hessianTimes(double[] at, double[] vector, double[] product) {
        products[0]++;
        product[0] = vector[0] / 10;
        product[1] = 2 * vector[1];
      }
    };
    Iterate end = new NewtonCg(2, 0, 1e-12).minimize(bowl, new double[] {-7, 2}, 1);
    assertThat(end.now().at()).containsExactly(new double[] {0, 0}, within(1e-13));
    assertThat(products[0]).isEqualTo(2);
  }

  @Test
  void differencesGiveTheProductWithTheHessian() {
    double[] product = new double[2];
    Minima.objective("rosenbrock2")
        .hessianTimes(new double[] {-1.2, 1}, new double[] {3, -0.5}, product);
    // By hand: 1200 x² − 400 y + 2 = 1330, −400 x = 480, 200
    assertThat(product[0]).isCloseTo(1330 * 3 - 480 * 0.5, within(1e-5));
    assertThat(product[1]).isCloseTo(480 * 3 - 200 * 0.5, within(1e-5));
  }

  @Test
  void pointsOfAFloatObjectiveAreFloats() {
    Objective bowl = new Objective() {
      @Override
      public int size() {
        return 2;
      }

      @Override
      public boolean inFloat() {
        return true;
      }

      @Override
      public double valueAndGradient(double[] at, double[] gradient) {
        return Minima.bowl(at, gradient);
      }
    };
    for (FullBatch method : List.of(Lbfgs.DEFAULT, NewtonCg.DEFAULT)) {
      Iterate at = method.begin(bowl, new double[] {-7.1, 2.3});
      for (int i = 0; i < 4; i++) {
        assertThat(Arrays.stream(at.now().at())).allMatch(x -> x == x.floatValue());
        at = method.next(bowl, at);
      }
      assertThat(at.now().value()).isLessThan(3);
    }
  }

  private static Counted along(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return new Counted(1, (x, gradient) -> {
      gradient[0] = slope.applyAsDouble(x[0]);
      return value.applyAsDouble(x[0]);
    });
  }
}
