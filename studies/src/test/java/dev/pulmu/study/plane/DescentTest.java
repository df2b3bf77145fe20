package dev.pulmu.study.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.descent.Objective;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Lbfgs;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.schedule.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The trajectories on f = x²/20 + y² from (−7, 2), 30 updates, against end points in double. Adam
 * without correction has the book's ε of 1e-7; with 1e-8 it ends at .395171.
 */
class DescentTest {
  private static final Objective BOWL = new Objective() {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public double valueAndGradient(double[] at, double[] gradient) {
      gradient[0] = at[0] / 10;
      gradient[1] = 2 * at[1];
      return at[0] * at[0] / 20 + at[1] * at[1];
    }
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sgd(rate=0.95)                       | -0.350393 | 0.084782",
        "momentum(rate=0.1)                   | 0.896414  | 0.088086",
        "momentum(rate=0.1, form=ewma)        | -5.594121 | -0.351671",
        "momentum(rate=1, form=ewma)          | 0.896414  | 0.088086",
        "nesterov(rate=0.1)                   | 0.689615  | -0.000680",
        "adagrad(rate=1.5)                    | -0.120162 | 0.000000",
        "rmsprop(rate=0.3, rho=0.99)          | -0.000005 | 0",
        "adam(rate=0.3, epsilon=1e-8, placement=outside) | 0.136015 | 0.318245",
        "adam(rate=0.3, epsilon=1e-7, placement=hat)     | 0.136007 | 0.318245",
        "adam(rate=0.3, correction=false, epsilon=1e-7) | 0.395156  | -0.317975",
      })
  void thirtyUpdatesEndWhereTheyDoInDouble(String rule, double x, double y) {
    double[][] path = path(rule);
    assertThat(path).hasDimensions(31, 2);
    assertThat(path[0]).containsExactly(-7, 2);
    assertThat(path[30][0]).isCloseTo(x, within(3e-6));
    assertThat(path[30][1]).isCloseTo(y, within(3e-6));
    double[][] inDouble =
        Descent.pathInDouble(BOWL, (ElementRule) Optimizer.parse(rule), new double[] {-7, 2}, 30);
    assertThat(inDouble).hasDimensions(31, 2);
    assertThat(inDouble[30][0]).isCloseTo(x, within(1e-6));
    assertThat(inDouble[30][1]).isCloseTo(y, within(1e-6));
  }

  @Test
  void sgdCrossesTheValleyWithEveryStep() {
    double[][] path = path("sgd(rate=0.95)");
    int signChanges = 0;
    for (int step = 1; step < path.length; step++) {
      signChanges += path[step][1] * path[step - 1][1] < 0 ? 1 : 0;
    }
    assertThat(signChanges).isEqualTo(30);
  }

  @Test
  void adamWithoutCorrectionOvershootsFar() {
    double largest = Arrays.stream(path("adam(rate=0.3, correction=false)"))
        .mapToDouble(point -> point[0])
        .max()
        .orElseThrow();
    assertThat(largest).isCloseTo(3.68, within(0.005));
  }

  @Test
  void epsilonsOfBothKindsEndApart() {
    double outside = path("adam(rate=0.3, epsilon=1e-8)")[30][0];
    double hat = path("adam(rate=0.3, epsilon=1e-7, placement=hat)")[30][0];
    assertThat(outside - hat).isCloseTo(8e-6, within(1e-6));
  }

  @Test
  void slotsBeginWhereTheRuleSays() {
    double h = 0.49 + 0.25;
    double[][] path = path("adagrad(rate=1, start=0.25)");
    assertThat(path[1][0]).isCloseTo(-7 + 0.7 / Math.sqrt(h), within(1e-5));
  }

  @Test
  void decayTakesItsShareBeforeTheStep() {
    double[][] path = path("adamw(rate=0.5, decay=0.25)");
    assertThat(path[1][0]).isCloseTo(-7 * (1 - 0.125) + 0.5, within(1e-5));
    assertThat(path[1][1]).isCloseTo(2 * (1 - 0.125) - 0.5, within(1e-5));
  }

  @Test
  void everyUpdateHasTheRateOfItsStep() {
    Schedule falling = new Schedule() {
      @Override
      public double rate(Place place) {
        assertThat(place.stepsPerEpoch()).isEqualTo(1);
        assertThat(place.steps()).isEqualTo(2);
        return place.step() == 0 ? 1 : 0.5;
      }

      @Override
      public String text() {
        return "falling";
      }
    };
    double[][] path = Descent.path(BOWL, new Sgd(falling), new double[] {10, 0}, 2);
    assertThat(path[1][0]).isEqualTo(9);
    assertThat(path[2][0]).isCloseTo(9 - 0.5 * 0.9, within(1e-6));
    assertThat(Descent.path(BOWL, new Sgd(falling), new double[] {10, 0}, 0)).hasDimensions(1, 2);
  }

  @Test
  void startOutsideTheObjectiveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Descent.path(BOWL, Sgd.DEFAULT, new double[3], 1))
        .withMessage("the objective wants points of 2 numbers, came 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Descent.path(BOWL, Sgd.DEFAULT, new double[2], -1))
        .withMessage("a path wants at least 0 updates, came -1");
  }

  @Test
  void aPathEndsAfterItsIterationsOrWhereTheMethodDoes() {
    double[][] cut = Descent.path(BOWL, Lbfgs.DEFAULT, new double[] {-7, 2}, 3);
    assertThat(cut).hasDimensions(4, 2);
    double[][] whole = Descent.path(BOWL, Lbfgs.DEFAULT, new double[] {-7, 2}, 300);
    assertThat(whole.length).isBetween(5, 20);
    assertThat(whole[3]).containsExactly(cut[3]);
    assertThat(Descent.path(BOWL, Lbfgs.DEFAULT, new double[] {0, 0}, 9)).hasDimensions(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Descent.path(BOWL, Lbfgs.DEFAULT, new double[3], 1))
        .withMessage("the objective wants points of 2 numbers, came 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Descent.path(BOWL, Lbfgs.DEFAULT, new double[2], -1))
        .withMessage("a path wants at least 0 updates, came -1");
  }

  private static double[][] path(String rule) {
    return Descent.path(BOWL, (ElementRule) Optimizer.parse(rule), new double[] {-7, 2}, 30);
  }
}
