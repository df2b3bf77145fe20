package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.ascending;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Sampling;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.optimizer.Momentum;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.run.Run;
import dev.pulmu.schedule.Manual;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.study.AtSteps;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Study 11: every decay of the rate, and what it does to the same net. */
public final class Decays implements Study {
  private static final String THEORY = "theory";
  private static final int ROWS = 10_000;
  private static final int BATCH = 100;
  private static final int EPOCHS = 12;

  /** All from the same η₀, which is too large to end with. */
  private static final double RATE = 0.2;

  private static final Map<String, Schedule> SCHEDULES = schedules();

  private static Map<String, Schedule> schedules() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("constant", "constant");
    texts.put("step", "step(every=3)");
    texts.put("exponential", "exponential(factor=0.75)");
    texts.put("inverse", "inverse(decay=1)");
    texts.put("k/√epoch", "sqrt-epoch");
    texts.put("k/√step", "sqrt-step");
    texts.put(
        "piecewise", String.format(Locale.ROOT, "piecewise(6:%s, 10:%s)", RATE / 10, RATE / 100));
    texts.put("polynomial", "polynomial");
    texts.put("cosine", "cosine");
    texts.put("one-cycle", "one-cycle");
    texts.put("warm-up, cosine", "warmup(1epochs) then cosine");
    texts.put("plateau", "reduce-on-plateau(patience=1, factor=0.2)");
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    texts.forEach((name, text) -> schedules.put(name, Schedule.parse(text, RATE)));
    schedules.put("by hand", new Manual(Decays::said, RATE));
    return schedules;
  }

  /** The edits of somebody who looks every fourth epoch and finds the rate too large. */
  private static double said(int epoch) {
    return epoch <= 4 ? RATE : epoch <= 8 ? RATE / 4 : RATE / 16;
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public String title() {
    return "Learning rates that fall, and what they do";
  }

  @Override
  public List<String> text() {
    return List.of(
        "A 784-100-100-10 ReLU net learns 10,000 images for 12 epochs in batches of 100, by momentum"
            + String.format(
                Locale.ROOT,
                " from a rate of %s; only the schedule differs. At this rate the constant one moves fast",
                RATE)
            + " and never settles: every batch throws the weights about. What takes the rate down to"
            + " nearly 0 ends with a lower loss. What takes it down at once, k/√step, is slow.",
        "With warm-up the rate begins small, which saves the first steps from being too large. A"
            + " schedule that follows the loss (plateau) goes down when an epoch was no better. A"
            + " person can do the same while training runs: the one by hand quarters the rate every"
            + " fourth epoch; with train that is --schedule manual(FILE) and an editor.",
        "The advice holds: begin without decay, add it when the loss stalls, tune η₀ and the decay.");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        ascending(THEORY, "cosine: last loss", "constant: last loss"),
        ascending(THEORY, "polynomial: last loss", "constant: last loss"),
        ascending(THEORY, "one-cycle: last loss", "constant: last loss"),
        ascending(THEORY, "warm-up, cosine: last loss", "constant: last loss"),
        ascending(THEORY, "exponential: last loss", "constant: last loss"),
        ascending(THEORY, "piecewise: last loss", "constant: last loss"),
        ascending(THEORY, "step: last loss", "constant: last loss"),
        ascending(THEORY, "inverse: last loss", "constant: last loss"),
        ascending(THEORY, "k/√epoch: last loss", "constant: last loss"),
        ascending(THEORY, "plateau: last loss", "constant: last loss"),
        ascending(THEORY, "by hand: last loss", "constant: last loss"),
        ascending(THEORY, "constant: test accuracy", "cosine: test accuracy"),
        ascending(THEORY, "cosine: last loss", "k/√step: last loss"));
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Dataset data = lab.first(ROWS);
    int rows = data.rows(Split.TRAIN).length;
    int epochs = Math.max(1, lab.steps(EPOCHS * rows / BATCH) * BATCH / rows);
    Observation seen = new Observation();
    SCHEDULES.forEach((name, schedule) -> {
      Momentum rule = Momentum.DEFAULT.withRate(schedule);
      Plan plan = Planner.plan(
          Nets.plain(data.features().columns(), 2, 100, Activation.RELU, new Initialization.He()),
          rule,
          BATCH);
      Run run = lab.run(plan, data, epochs, Sampling.SHUFFLE, seed);
      int steps = run.feed().stepsPerEpoch();
      double[] rates = new double[epochs * steps];
      double[] losses = new double[epochs];
      AtSteps reader = new AtSteps(
          IntStream.rangeClosed(0, epochs).map(epoch -> epoch * steps), (look, step) -> {
            int epoch = step / steps; // that begins here
            if (epoch > 0) {
              losses[epoch - 1] = look.totals().loss();
            }
            if (epoch == epochs) {
              seen.number(
                  name + ": test accuracy", look.evaluate(Split.TEST).accuracy().orElseThrow());
              return;
            }
            for (int i = step; i < step + steps; i++) {
              rates[i] = run.feed().rate(i);
            }
          });
      Lab.train(run, epochs * steps, reader);
      seen.number(name + ": last loss", losses[epochs - 1]);
      seen.curve(name + ": loss", Curve.from(1, losses));
      double[] at = new double[rates.length];
      Arrays.setAll(at, step -> step / (double) steps);
      seen.curve(name + ": rate", new Curve(at, rates));
    });
    return seen;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    List<String> names = List.copyOf(SCHEDULES.keySet());
    return List.of(
        new Picture(
            "rates",
            "The rate of every step. Plateau is that of the first seed: it follows the loss.",
            2,
            560,
            400,
            List.of(
                rates(seeds, names.subList(0, 6)), rates(seeds, names.subList(6, names.size())))),
        new Picture(
            "losses",
            "Mean training loss of each epoch, averaged over seeds.",
            2,
            560,
            400,
            List.of(
                losses(seeds, names.subList(0, 6)),
                losses(seeds, names.subList(6, names.size())))));
  }

  private static Chart rates(List<Observation> seeds, List<String> names) {
    Chart chart = new Chart("", Axis.of("epoch"), Axis.of("learning rate").between(0, RATE * 1.05));
    for (String name : names) {
      Curve rate = seeds.get(0).curve(name + ": rate");
      chart = chart.line(name, rate.thinned(Math.max(1, rate.size() / 300)));
    }
    return chart;
  }

  private static Chart losses(List<Observation> seeds, List<String> names) {
    Chart chart = new Chart("", Axis.of("epoch"), Axis.logarithmic("training loss (nats)"));
    for (String name : names) {
      chart = chart.with(name, Observation.mean(seeds, name + ": loss"), Style.PATH);
    }
    return chart;
  }
}
