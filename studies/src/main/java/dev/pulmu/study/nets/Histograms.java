package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.about;
import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.atLeast;
import static dev.pulmu.study.Expectation.near;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.study.AtSteps;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Study 3: the outputs of five layers for normally distributed inputs, by activation and scale of
 * the weights.
 */
public final class Histograms implements Study {
  private static final String ELSEWHERE = "measured elsewhere";
  private static final String THEORY = "theory";
  private static final int ROWS = 1000;
  private static final int WIDTH = 100;
  private static final int DEPTH = 5;
  private static final int STEPS = 300;

  private static final List<Activation> ACTIVATIONS =
      List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU);

  private static final Map<String, Initialization> STARTS = starts();

  private static Map<String, Initialization> starts() {
    Map<String, Initialization> starts = new LinkedHashMap<>();
    starts.put("σ = 1", new Initialization.Normal(1));
    starts.put("σ = 0.01", new Initialization.Normal(0.01f));
    starts.put("Xavier", new Initialization.Xavier());
    starts.put("He", new Initialization.He());
    return starts;
  }

  @Override
  public String name() {
    return "activations";
  }

  @Override
  public String title() {
    return "What deep layers see, by activation and scale of the weights";
  }

  @Override
  public List<String> text() {
    return List.of(
        "1,000 rows of 100 normal numbers go through five layers of 100 units without training. A layer"
            + " that can learn puts out different values for different rows. With σ = 1 sigmoid and"
            + " tanh are pushed to their ends, where their slope is 0: gradients vanish. With"
            + " σ = 0.01 all units put out nearly the same number: many units can do no more than"
            + " one. Xavier's scale, √(1 / inputs), keeps a spread for tanh; for sigmoid, whose mean"
            + " is not 0, it keeps less. ReLU halves the variance in every layer, which He's scale,"
            + " √(2 / inputs), makes up for.",
        "With all weights 0, every unit of a layer stays like every other, and with ReLU nothing comes"
            + " through at all: only the bias of the last layer learns, how often each class comes,"
            + " and the loss stays at ln 10 = 2.303.");
  }

  @Override
  public List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    spread(all, "sigmoid, σ = 1", 0.458, 0.442, 0.437);
    spread(all, "sigmoid, Xavier", 0.207, 0.127, 0.143);
    spread(all, "tanh, σ = 0.01", 0.099, 0.0010, 1e-5);
    spread(all, "tanh, Xavier", 0.63, 0.40, 0.32);
    // In wide nets half of the rows' variance, and with He's scale all of it, comes through a
    // layer; ReLU of a normal number of variance 2 has the deviation √(1 − 1/π) = 0.826. A net of
    // width 100 is off by a tenth or so a layer: elsewhere one seed gave 1.11.
    spread(all, "relu, Xavier", 0.58, 0.28, 0.135);
    all.add(about("relu, He: layer 1", 0.84, 0.75, 0.90, ELSEWHERE));
    all.add(about("relu, He: layer 3", 0.98, 0.55, 1.3, ELSEWHERE));
    all.add(about("relu, He: layer 5", 1.11, 0.45, 1.5, ELSEWHERE));
    all.add(near("sigmoid, σ = 1: % below 0.1", 41, 4, ELSEWHERE));
    all.add(near("sigmoid, σ = 1: % above 0.9", 41, 4, ELSEWHERE));
    all.add(
        ascending(THEORY, "relu, σ = 0.01: layer 5", "relu, Xavier: layer 5", "relu, He: layer 5"));
    all.add(near("zeros: largest |weight|", 0, 0, THEORY));
    all.add(near("zeros: largest |hidden bias|", 0, 0, THEORY));
    all.add(atLeast("zeros: largest |last bias|", 0.001, THEORY));
    all.add(near("zeros: last loss", StrictMath.log(10), 0.02, THEORY));
    return all;
  }

  /** A fifth around what was measured with one other seed. */
  private static void spread(
      List<Expectation> all, String name, double first, double third, double fifth) {
    double[] values = {first, third, fifth};
    for (int i = 0; i < 3; i++) {
      String quantity = name + ": layer " + (2 * i + 1);
      all.add(about(quantity, values[i], 0.8 * values[i], 1.2 * values[i], ELSEWHERE));
    }
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Observation seen = new Observation();
    Dataset normal = normalRows(seed);
    for (Activation activation : ACTIVATIONS) {
      STARTS.forEach((name, start) -> layers(seen, lab, normal, activation, name, start, seed));
    }
    zeros(seen, lab, seed);
    return seen;
  }

  private static Dataset normalRows(long seed) {
    double[] normals = new double[ROWS * WIDTH];
    new Draws(seed, Use.STUDY, 0, 0).normals(normals);
    float[] values = new float[normals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) normals[i];
    }
    return new Dataset(
        "normal",
        new Features.Floats(values, WIDTH, 1, 0),
        new Targets.Labels(new int[ROWS], 10),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        0);
  }

  private static void layers(
      Observation seen,
      Lab lab,
      Dataset rows,
      Activation activation,
      String name,
      Initialization start,
      long seed) {
    String key = activation.text() + ", " + name;
    Plan plan =
        Planner.plan(Nets.plain(WIDTH, DEPTH, WIDTH, activation, start), Sgd.DEFAULT, WIDTH);
    List<String> taps =
        IntStream.rangeClosed(1, DEPTH).mapToObj(i -> "dense" + i).toList();
    int[] all = IntStream.range(0, ROWS).toArray();
    Lab.train(
        lab.run(plan, rows, 1, Sampling.SEQUENTIAL, seed),
        0,
        new AtSteps(
            IntStream.of(0), (look, step) -> note(seen, key, activation, look.forward(all, taps))));
  }

  /** @param put what each layer puts out, by its name */
  private static void note(
      Observation seen, String key, Activation activation, Map<String, Matrix> put) {
    double[] deviations = new double[DEPTH];
    for (int layer = 1; layer <= DEPTH; layer++) {
      float[] values = put.get("dense" + layer).values();
      deviations[layer - 1] = deviation(values);
      seen.number(key + ": layer " + layer, deviations[layer - 1]);
      seen.curve(
          key + ": layer " + layer,
          Curve.histogram(values, activation == Activation.TANH ? -1 : 0, high(activation), 30));
    }
    seen.curve(key + ": deviations", Curve.from(1, deviations));
    if (key.equals("sigmoid, σ = 1")) {
      float[] first = put.get("dense1").values();
      seen.number(key + ": % below 0.1", percent(first, 0, 0.1f));
      seen.number(key + ": % above 0.9", percent(first, 0.9f, 1));
    }
  }

  private static double high(Activation activation) {
    return activation == Activation.RELU ? 3 : 1;
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / (double) values.length;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private static double percent(float[] values, float low, float high) {
    int inside = 0;
    for (float value : values) {
      inside += value >= low && value <= high ? 1 : 0;
    }
    return 100.0 * inside / values.length;
  }

  private static void zeros(Observation seen, Lab lab, long seed) {
    Dataset data = lab.dataset();
    Plan plan = Planner.plan(
        Nets.plain(
            data.features().columns(), 2, WIDTH, Activation.RELU, new Initialization.Zeros()),
        new Sgd(new Schedule.Constant(0.1)),
        WIDTH);
    int steps = lab.steps(STEPS);
    double[] losses = new double[steps];
    int stepsPerEpoch = (data.rows(Split.TRAIN).length + WIDTH - 1) / WIDTH;
    int epochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch;
    Lab.train(
        lab.run(plan, data, epochs, Sampling.SHUFFLE, seed),
        steps,
        AtSteps.losses(losses),
        new AtSteps(IntStream.of(steps), (look, step) -> noteLargest(seen, look.state())));
    Curve loss = Curve.from(0, losses).smoothed(21);
    seen.number("zeros: last loss", loss.y()[Math.max(0, steps - 11)]);
    seen.curve("zeros: loss", loss);
  }

  private static void noteLargest(Observation seen, State after) {
    List<Tensor> weights = after.layout().tensors(Role.WEIGHT);
    List<Tensor> biases = weights.stream().filter(tensor -> !tensor.decays()).toList();
    int hidden = biases.size() - 1;
    seen.number("zeros: largest |weight|", largest(after, weights.subList(0, hidden + 1)));
    seen.number("zeros: largest |hidden bias|", largest(after, biases.subList(0, hidden)));
    seen.number("zeros: largest |last bias|", largest(after, biases.subList(hidden, hidden + 1)));
  }

  private static double largest(State state, List<Tensor> tensors) {
    double largest = 0;
    for (Tensor tensor : tensors) {
      for (float value : state.tensor(tensor).values()) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    Observation seen = seeds.get(0);
    List<Picture> pictures = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      List<Chart> charts = new ArrayList<>();
      STARTS.keySet().forEach(name -> {
        for (int layer = 1; layer <= DEPTH; layer++) {
          String key = activation.text() + ", " + name + ": layer " + layer;
          charts.add(
              new Chart(name + ", layer " + layer, Axis.of("activation"), Axis.of("share (%)"))
                  .with(
                      "",
                      seen.curve(key),
                      Style.COLUMNS,
                      STARTS.keySet().stream().toList().indexOf(name)));
        }
      });
      pictures.add(new Picture(
          activation.text(),
          String.format(
              Locale.ROOT,
              "%s: what each layer (left to right) puts out, by the scale of the weights (top to bottom)%s; first seed.",
              activation.text(),
              activation == Activation.RELU ? "; values above 3 are not shown" : ""),
          DEPTH,
          260,
          200,
          charts));
    }
    pictures.add(new Picture(
        "deviations",
        "How far apart the activations of a layer are; first seed.",
        3,
        420,
        360,
        ACTIVATIONS.stream().map(activation -> deviations(seen, activation)).toList()));
    return pictures;
  }

  private static Chart deviations(Observation seen, Activation activation) {
    Chart chart =
        new Chart(activation.text(), Axis.of("layer"), Axis.logarithmic("standard deviation"));
    for (String name : STARTS.keySet()) {
      chart = chart.with(
          name, seen.curve(activation.text() + ", " + name + ": deviations"), Style.PATH);
    }
    return chart;
  }
}
