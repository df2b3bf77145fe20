package dev.pulmu.study.plane;

import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.atLeast;
import static dev.pulmu.study.Expectation.atMost;
import static dev.pulmu.study.Expectation.between;
import static dev.pulmu.study.Expectation.near;

import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Objective;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.NewtonCg;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Study 1: the paths of optimizers over functions of the plane. */
public final class Trajectories implements Study {
  private static final String TABLE = "computed in double elsewhere";
  private static final String THEORY = "theory";
  private static final double[] START = {-7, 2};

  /** The rules of the book's figure 6-8, by name, at the rates of its program. */
  private static final Map<String, String> BOOK = named(
      "SGD", "sgd(rate=0.95)",
      "Momentum", "momentum(rate=0.1)",
      "Nesterov", "nesterov(rate=0.1)",
      "AdaGrad", "adagrad(rate=1.5)",
      "RMSProp", "rmsprop(rate=0.3)",
      "Adam", "adam(rate=0.3)");

  /** Pairs of rules that differ in one detail. */
  private static final Map<String, String> TWINS = named(
      "Momentum EWMA, rate 0.1", "momentum(rate=0.1, form=ewma)",
      "Momentum EWMA, rate 1", "momentum(rate=1, form=ewma)",
      "Adam, hat 1e-7", "adam(rate=0.3, epsilon=1e-7, placement=hat)",
      "Adam uncorrected", "adam(rate=0.3, epsilon=1e-7, correction=false)");

  /** As many products as coordinates and no forcing: the Newton equation, solved. */
  private static final NewtonCg NEWTON = new NewtonCg(2, 0, 1e-9);

  private static final String MISORDERED = "Nesterov, velocity first";

  /** Rates at which each rule walks and none leaps, for the other landscapes. */
  private static final Map<String, String> WALKERS = named(
      "SGD", "sgd(rate=0.05)",
      "Momentum", "momentum(rate=0.05)",
      "RMSProp", "rmsprop(rate=0.1)",
      "Adam", "adam(rate=0.1)");

  @Override
  public String name() {
    return "trajectories";
  }

  @Override
  public String title() {
    return "Paths of optimizers over a valley";
  }

  @Override
  public boolean wantsData() {
    return false;
  }

  @Override
  public List<String> text() {
    return List.of(
        "Every rule starts at (−7, 2) on f = x²/20 + y² and makes 30 updates. The bowl is twenty times"
            + " steeper across than along, so the way down against the gradient (grey arrows)"
            + " points mostly across the valley and hardly towards its lowest point. SGD zig-zags: at rate 0.95 it changes"
            + " side with every update. Momentum and Nesterov build up speed along the valley and"
            + " run past the minimum; Nesterov less far. AdaGrad and RMSProp divide each coordinate"
            + " by the size of its own gradients and go straight.",
        "They can do so because the valley lies along an axis. In the same bowl turned by 45°, SGD and"
            + " Momentum take the same path, turned; AdaGrad, RMSProp and Adam lose their edge.",
        "Over 1,000 updates AdaGrad only ever sums squares and all but stops, RMSProp forgets them and"
            + " keeps a step. On a saddle with a gradient of exactly 0 along y, nothing leaves"
            + " without noise, and with a little noise all do, those that divide by the gradient's"
            + " size first. Momentum rolls through the shallow valley of two. Noise shakes SGD out"
            + " of a narrow hole, not out of a wide bowl; Adam divides the noise out and stays.",
        "Two twins that texts mix up. Momentum as a moving average, v = β v + (1 − β) g, is the heavy"
            + " ball only at a rate 1/(1 − β) times as large; at the same rate it crawls. Nesterov"
            + " evaluated at one point moves the weight by the old velocity; an edition of the book"
            + " updates the velocity first, which is another rule and ends elsewhere.",
        "Newton's method knows the curvature along every direction: one step leads to the minimum of any"
            + " bowl like this, stretched or turned. It pays with Hessians, or products with them.");
  }

  @Override
  public List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    end(all, "SGD", -0.350393, 0.084782);
    end(all, "Momentum", 0.896414, 0.088086);
    end(all, "Momentum EWMA, rate 0.1", -5.594121, -0.351671);
    end(all, "Momentum EWMA, rate 1", 0.896414, 0.088086);
    end(all, "Nesterov", 0.689615, -0.000680);
    end(all, MISORDERED, 0.5263905, 0.0002258);
    end(all, "AdaGrad", -0.120162, 0);
    end(all, "RMSProp", -0.000005, 0);
    end(all, "Adam", 0.136015, 0.318245);
    end(all, "Adam, hat 1e-7", 0.136007, 0.318245);
    end(all, "Adam uncorrected", 0.395156, -0.317975);
    end(all, "Newton, one step", 0, 0);
    all.add(near("SGD: sign changes in y", 30, 0, THEORY));
    all.add(near("Adam uncorrected: largest x", 3.68, 0.005, TABLE));
    all.add(near("SGD: overshoot", 0, 0, THEORY));
    all.add(ascending(THEORY, "SGD: overshoot", "Nesterov: overshoot", "Momentum: overshoot"));
    for (String same : List.of("SGD", "Momentum", "Nesterov")) {
      all.add(near(same + ": mean f, turned − straight", 0, 1e-6, THEORY));
    }
    for (String axis : List.of("AdaGrad", "RMSProp", "Adam")) {
      all.add(atLeast(axis + ": mean f, turned / straight", 1.5, THEORY));
    }
    all.add(atMost("AdaGrad: rate at 1,000 / at 1", 0.1, THEORY));
    all.add(atLeast("RMSProp: rate at 1,000 / at 1", 1, THEORY));
    all.add(ascending(THEORY, "RMSProp: |x| after 1,000", "AdaGrad: |x| after 1,000"));
    for (String rule : WALKERS.keySet()) {
      all.add(near(rule + ": |y| at the saddle, no noise", 0, 0, THEORY));
    }
    all.add(ascending(
        THEORY, "RMSProp: updates to leave the saddle", "SGD: updates to leave the saddle"));
    all.add(near("SGD: x in two valleys", 1.8608, 0.01, "root of f′"));
    all.add(near("Momentum: x in two valleys", -2.1149, 0.01, "root of f′"));
    all.add(near("SGD: stays in the hole, no noise", 1, 0, THEORY));
    all.add(near("Adam: stays in the hole, noise 5", 1, 0, THEORY));
    all.add(between("SGD: stays in the hole, noise 5", 0, 0.2, THEORY));
    return all;
  }

  private static void end(List<Expectation> all, String rule, double x, double y) {
    all.add(near(rule + ": x", x, 1e-6, TABLE));
    all.add(near(rule + ": y", y, 1e-6, TABLE));
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Observation seen = new Observation();
    bowl(seen);
    turned(seen);
    thousand(seen);
    saddle(seen, seed);
    valleys(seen, seed);
    hole(seen, seed);
    return seen;
  }

  private static void bowl(Observation seen) {
    Objective bowl = Landscapes.bowl().function();
    Map<String, ElementRule> rules = rules(BOOK);
    rules.putAll(rules(TWINS));
    rules.put(MISORDERED, new VelocityFirst(0.1, 0.9));
    rules.forEach((name, rule) -> {
      double[][] path = Descent.pathInDouble(bowl, rule, START, 30);
      seen.number(name + ": x", path[30][0]).number(name + ": y", path[30][1]);
      seen.curve(name + ": path", Curve.path(path));
    });
    Iterate newton = NEWTON.next(bowl, NEWTON.begin(bowl, START));
    double[] there = newton.now().at();
    seen.number("Newton, one step: x", there[0]).number("Newton, one step: y", there[1]);
    seen.curve("Newton, one step: path", Curve.path(new double[][] {START, there}));
    double[] y = seen.curve("SGD: path").y();
    int changes = 0;
    for (int i = 1; i < y.length; i++) {
      changes += y[i] * y[i - 1] < 0 ? 1 : 0;
    }
    seen.number("SGD: sign changes in y", changes);
    seen.number(
        "Adam uncorrected: largest x",
        largest(seen.curve("Adam uncorrected: path").x()));
    for (String name : BOOK.keySet()) {
      double[][] longer = Descent.pathInDouble(bowl, rules.get(name), START, 200);
      seen.number(name + ": overshoot", Math.max(0, largest(Curve.path(longer).x())));
    }
  }

  private static void turned(Observation seen) {
    Objective straight = Landscapes.bowl().function();
    Objective turned = Landscapes.turnedBowl().function();
    rules(BOOK).forEach((name, rule) -> {
      double[][] path = Descent.pathInDouble(turned, rule, Landscapes.turned(START, 1), 30);
      seen.curve(name + ": path, turned", Curve.path(path));
      double there = mean(turned, path);
      double here = mean(straight, Descent.pathInDouble(straight, rule, START, 30));
      seen.number(name + ": mean f, turned − straight", there - here);
      seen.number(name + ": mean f, turned / straight", there / here);
    });
  }

  /** The rate that is left of each rule: how far it moves per unit of gradient, along x. */
  private static void thousand(Observation seen) {
    Objective bowl = Landscapes.bowl().function();
    rules(named("AdaGrad", "adagrad(rate=0.1)", "RMSProp", "rmsprop(rate=0.1)"))
        .forEach((name, rule) -> {
          double[][] path = Descent.pathInDouble(bowl, rule, START, 1000);
          double[] rate = new double[1000];
          double[] distance = new double[1001];
          for (int i = 0; i < 1000; i++) {
            rate[i] = (path[i][0] - path[i + 1][0]) / (path[i][0] / 10);
          }
          Arrays.setAll(distance, i -> Math.abs(path[i][0]));
          seen.number(name + ": |x| after 1,000", distance[1000]);
          seen.number(name + ": rate at 1,000 / at 1", rate[999] / rate[0]);
          seen.curve(name + ": rate that is left", Curve.from(1, rate));
          seen.curve(name + ": |x|", Curve.from(0, distance));
        });
  }

  private static void saddle(Observation seen, long seed) {
    Objective saddle = Landscapes.saddle().function();
    double[] start = {-1.5, 0};
    rules(WALKERS).forEach((name, rule) -> {
      double[][] still = Descent.pathInDouble(saddle, rule, start, 100);
      seen.number(name + ": |y| at the saddle, no noise", Math.abs(still[100][1]));
      double[][] moved =
          Descent.pathInDouble(Landscapes.noisy(saddle, 0.01, seed), rule, start, 200);
      int left = 0;
      while (left < 200 && Math.abs(moved[left][1]) < 1) {
        left++;
      }
      seen.number(name + ": updates to leave the saddle", left);
      seen.curve(name + ": path, saddle, noise", Curve.path(Arrays.copyOf(moved, left + 1)));
    });
  }

  private static void valleys(Observation seen, long seed) {
    Objective valleys = Landscapes.twoValleys().function();
    double[] start = {3.2, 1.5};
    rules(WALKERS).forEach((name, rule) -> {
      double[][] path = Descent.pathInDouble(valleys, rule, start, 200);
      seen.number(name + ": x in two valleys", path[200][0]);
      seen.curve(name + ": path, valleys", Curve.path(path));
      double[][] noisy = Descent.pathInDouble(Landscapes.noisy(valleys, 1, seed), rule, start, 200);
      seen.curve(name + ": path, valleys, noise", Curve.path(noisy));
    });
  }

  private static void hole(Observation seen, long seed) {
    Objective hole = Landscapes.narrowHole().function();
    double[] start = {2.15, 0.15};
    rules(named("SGD", "sgd(rate=0.03)", "Adam", "adam(rate=0.03)")).forEach((name, rule) -> {
      double[][] still = Descent.pathInDouble(hole, rule, start, 400);
      double[][] noisy = Descent.pathInDouble(Landscapes.noisy(hole, 5, seed), rule, start, 400);
      seen.number(name + ": stays in the hole, no noise", isInHole(still[400]) ? 1 : 0);
      seen.number(name + ": stays in the hole, noise 5", isInHole(noisy[400]) ? 1 : 0);
      seen.curve(name + ": path, hole, noise", Curve.path(noisy));
    });
  }

  /** Within three of the hole's deviations. */
  private static boolean isInHole(double[] point) {
    return StrictMath.hypot(point[0] - 2, point[1]) < 0.6;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    return new TrajectoryPictures(
            seeds.get(0), List.copyOf(BOOK.keySet()), List.copyOf(WALKERS.keySet()), MISORDERED)
        .all();
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double mean(Objective function, double[][] path) {
    return Arrays.stream(path)
        .mapToDouble(point -> function.valueAndGradient(point.clone(), new double[2]))
        .average()
        .orElseThrow();
  }

  private static Map<String, ElementRule> rules(Map<String, String> texts) {
    Map<String, ElementRule> rules = new LinkedHashMap<>();
    texts.forEach((name, text) -> rules.put(name, (ElementRule) Optimizer.parse(text)));
    return rules;
  }

  private static Map<String, String> named(String... namesAndTexts) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      named.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return named;
  }
}
