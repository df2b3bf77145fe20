package dev.pulmu.study.plane;

import dev.pulmu.descent.Objective;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;

/** The functions of the plane on which optimizers are watched. */
final class Landscapes {
  private Landscapes() {}

  /** The book's stretched bowl, f = x²/20 + y². */
  static Landscape bowl() {
    return new Landscape(
        plane((x, y) -> x * x / 20 + y * y, (x, y) -> new double[] {x / 10, 2 * y}), -8, 4, -4, 4);
  }

  /** The same bowl turned by 45°, so that its valley lies along neither axis. */
  static Landscape turnedBowl() {
    Objective bowl = bowl().function();
    return new Landscape(
        new Objective() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public double valueAndGradient(double[] at, double[] gradient) {
            double value = bowl.valueAndGradient(turned(at, -1), gradient);
            System.arraycopy(turned(gradient, 1), 0, gradient, 0, 2);
            return value;
          }
        },
        -8,
        4,
        -8,
        4);
  }

  /** A point turned by 45° times {@code side}. */
  static double[] turned(double[] point, int side) {
    double r = Math.sqrt(0.5);
    return new double[] {r * (point[0] - side * point[1]), r * (side * point[0] + point[1])};
  }

  /** A saddle, f = x² − y²: downhill along y, but flat there where y is 0. */
  static Landscape saddle() {
    return new Landscape(
        plane((x, y) -> x * x - y * y, (x, y) -> new double[] {2 * x, -2 * y}), -2, 2, -2.2, 2.2);
  }

  /**
   * Two valleys, f = x⁴/16 − x²/2 + x/4 + y²/2: the shallow one, of f = −0.5193, is at x = 1.8608,
   * the deep one, of f = −1.5172, at x = −2.1149.
   */
  static Landscape twoValleys() {
    return new Landscape(
        plane((x, y) -> x * x * x * x / 16 - x * x / 2 + x / 4 + y * y / 2, (x, y) ->
            new double[] {x * x * x / 4 - x + 0.25, y}),
        -4,
        4,
        -2.5,
        2.5);
  }

  /**
   * A narrow hole in the slope of a wide bowl, f = (x² + y²)/4 − 2 exp(−((x−2)² + y²)/0.08): of
   * curvature 50 at its ground, against 1/2 of the bowl.
   */
  static Landscape narrowHole() {
    return new Landscape(
        plane((x, y) -> (x * x + y * y) / 4 - hole(x, y), (x, y) ->
            new double[] {x / 2 + hole(x, y) * (x - 2) / 0.04, y / 2 + hole(x, y) * y / 0.04}),
        -3,
        4,
        -2.5,
        2.5);
  }

  private static double hole(double x, double y) {
    return 2 * StrictMath.exp(-((x - 2) * (x - 2) + y * y) / 0.08);
  }

  /**
   * A function whose gradient has normal noise at every call, another one at each: what a
   * mini-batch does.
   */
  static Objective noisy(Objective exact, double deviation, long seed) {
    return new Objective() {
      private long calls;

      @Override
      public int size() {
        return exact.size();
      }

      @Override
      public double valueAndGradient(double[] at, double[] gradient) {
        double value = exact.valueAndGradient(at, gradient);
        double[] noise = new double[gradient.length];
        new Draws(seed, Use.STUDY, 0, calls++).normals(noise);
        for (int i = 0; i < noise.length; i++) {
          gradient[i] += deviation * noise[i];
        }
        return value;
      }
    };
  }

  private interface Value {
    double at(double x, double y);
  }

  private interface Slope {
    double[] at(double x, double y);
  }

  private static Objective plane(Value value, Slope slope) {
    return new Objective() {
      @Override
      public int size() {
        return 2;
      }

      @Override
      public double valueAndGradient(double[] at, double[] gradient) {
        System.arraycopy(slope.at(at[0], at[1]), 0, gradient, 0, 2);
        return value.at(at[0], at[1]);
      }
    };
  }
}
