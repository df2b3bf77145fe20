package dev.pulmu.study.plane;

import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Draws the pictures of study 1. */
record TrajectoryPictures(
    Observation seen, List<String> rules, List<String> walkers, String misordered) {
  private static final double[] BOWL_LEVELS = {0.1, 0.5, 1, 2, 4, 7, 11, 16};

  List<Picture> all() {
    return List.of(
        new Picture(
            "paths",
            "Contours of f = x²/20 + y², its descent directions (grey), and 30 updates of each rule.",
            2,
            560,
            330,
            paths(Landscapes.bowl(), ": path")),
        new Picture(
            "surface",
            "The same function as a surface, seen from above and the side.",
            1,
            800,
            480,
            List.of(surface())),
        new Picture(
            "turned",
            "The bowl turned by 45°: SGD and the two with momentum do not notice; AdaGrad, RMSProp and"
                + " Adam no longer go straight.",
            2,
            560,
            400,
            paths(Landscapes.turnedBowl(), ": path, turned")),
        new Picture(
            "thousand",
            "1,000 updates at rate 0.1. Left: what a unit of gradient still moves. Right: how far"
                + " it is to the minimum.",
            2,
            560,
            360,
            thousand()),
        new Picture(
            "landscapes",
            "A saddle, two valleys and a narrow hole in a wide bowl; every path of a chart has one start.",
            2,
            560,
            400,
            landscapes()),
        new Picture(
            "twins",
            "Momentum in its two forms, which at rate 1 are one path; Nesterov's rule by the old and by the new"
                + " velocity; and Newton's step.",
            2,
            620,
            360,
            twins()));
  }

  private List<Chart> paths(Landscape land, String suffix) {
    return IntStream.range(0, rules.size())
        .mapToObj(i -> map(rules.get(i), land, BOWL_LEVELS)
            .behind(land.arrows(14, 10))
            .with("", seen.curve(rules.get(i) + suffix), Style.PATH, i))
        .toList();
  }

  private static Chart map(String title, Landscape land, double... levels) {
    return new Chart(
            title,
            Axis.of("x").between(land.left(), land.right()),
            Axis.of("y").between(land.bottom(), land.top()))
        .behind(land.contours(levels));
  }

  private Chart surface() {
    Landscape land = Landscapes.bowl();
    Chart chart = new Chart("", Axis.without("x to the right, y to the back"), Axis.without("f"))
        .behind(land.net(24));
    for (String rule : List.of("SGD", "Momentum", "AdaGrad", "Adam")) {
      Curve path = seen.curve(rule + ": path");
      double[][] points = new double[path.size()][];
      for (int i = 0; i < points.length; i++) {
        points[i] = new double[] {path.x()[i], path.y()[i]};
      }
      chart = chart.with(rule, land.onNet(points), Style.PATH, rules.indexOf(rule));
    }
    return chart;
  }

  private List<Chart> thousand() {
    Chart rates = new Chart("", Axis.of("update"), Axis.logarithmic("step / gradient, along x"));
    Chart distances = new Chart("", Axis.of("update"), Axis.of("|x|"));
    for (String rule : List.of("AdaGrad", "RMSProp")) {
      int colour = rules.indexOf(rule);
      rates = rates.with(rule, seen.curve(rule + ": rate that is left"), Style.LINE, colour);
      distances = distances.with(rule, seen.curve(rule + ": |x|"), Style.LINE, colour);
    }
    return List.of(rates, distances);
  }

  private List<Chart> landscapes() {
    Landscape valleys = Landscapes.twoValleys();
    double[] levels = {-1.4, -1, -0.6, -0.5, -0.3, 0, 0.5, 1, 2, 4};
    Chart saddle =
        map("Saddle, noise 0.01", Landscapes.saddle(), -2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2);
    Chart still = map("Two valleys, no noise", valleys, levels);
    Chart noisy = map("Two valleys, noise 1", valleys, levels);
    Chart hole =
        map("Narrow hole, noise 5", Landscapes.narrowHole(), -0.8, -0.4, 0.05, 0.2, 0.5, 1, 2, 3);
    List<Chart> charts = new ArrayList<>();
    for (int i = 0; i < walkers.size(); i++) {
      String rule = walkers.get(i);
      int colour = rules.indexOf(rule);
      saddle = saddle.with(rule, seen.curve(rule + ": path, saddle, noise"), Style.PATH, colour);
      still = still.with(rule, seen.curve(rule + ": path, valleys"), Style.PATH, colour);
      noisy = noisy.with(rule, seen.curve(rule + ": path, valleys, noise"), Style.PATH, colour);
    }
    for (String rule : List.of("SGD", "Adam")) {
      hole = hole.with(
          rule, seen.curve(rule + ": path, hole, noise"), Style.PATH, rules.indexOf(rule));
    }
    charts.addAll(List.of(saddle, still, noisy, hole));
    return charts;
  }

  private List<Chart> twins() {
    Chart forms = map("Momentum", Landscapes.bowl(), BOWL_LEVELS);
    int colour = 0;
    for (String form : List.of("Momentum", "Momentum EWMA, rate 1", "Momentum EWMA, rate 0.1")) {
      forms = forms.with(form, seen.curve(form + ": path"), Style.PATH, colour++);
    }
    Chart orders = map("Nesterov", Landscapes.bowl(), BOWL_LEVELS);
    colour = 0;
    for (String order : List.of("Nesterov", misordered)) {
      orders = orders.with(order, seen.curve(order + ": path"), Style.PATH, colour++);
    }
    Chart newton = map("Newton", Landscapes.bowl(), BOWL_LEVELS)
        .with("Newton, one step", seen.curve("Newton, one step: path"), Style.PATH);
    return List.of(forms, orders, newton);
  }
}
