package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.about;
import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.between;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Sampling;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Study 4: the same deep net trained from initial weights of three scales. */
public final class Starts implements Study {
  private static final String BOOK = "book, figure 6-15";
  private static final int STEPS = 2000;
  private static final int BATCH = 128;

  /** How many steps a reading is the mean of: one batch alone is as noisy as the book's number. */
  private static final int WINDOW = 21;

  private static final Map<String, Initialization> STARTS = starts();

  private static Map<String, Initialization> starts() {
    Map<String, Initialization> starts = new LinkedHashMap<>();
    starts.put("σ = 0.01", new Initialization.Normal(0.01f));
    starts.put("Xavier", new Initialization.Xavier());
    starts.put("He", new Initialization.He());
    return starts;
  }

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String title() {
    return "Where weights begin decides whether a deep net learns";
  }

  @Override
  public List<String> text() {
    return List.of(
        "A 784-100-100-100-100-10 ReLU net learns by plain SGD at rate 0.01, in batches of 128 drawn"
            + " with replacement. Only the spread of the first weights differs. With σ = 0.01 the"
            + " signal shrinks about tenfold in every layer, so do the gradients, and the loss stays"
            + " at ln 10 = 2.303: nothing is learnt in 2,000 steps. Xavier's scale, made for"
            + " sigmoid and tanh, loses half the variance in each ReLU layer and starts late. He's"
            + " scale, √(2 / inputs), keeps it and starts at once.");
  }

  @Override
  public List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    all.add(between("σ = 0.01: loss at 1900", 2.28, 2.32, BOOK));
    all.add(ascending(BOOK, "He: loss at 500", "Xavier: loss at 500", "σ = 0.01: loss at 500"));
    all.add(ascending(BOOK, "He: loss at 1900", "Xavier: loss at 1900", "σ = 0.01: loss at 1900"));
    all.add(about("σ = 0.01: loss at 100", 2.302, 2.28, 2.32, BOOK).onMnist());
    all.add(about("σ = 0.01: loss at 500", 2.301, 2.28, 2.32, BOOK).onMnist());
    all.add(about("Xavier: loss at 100", 2.232, 2.0, 2.32, BOOK).onMnist());
    all.add(about("Xavier: loss at 500", 1.064, 0.7, 1.6, BOOK).onMnist());
    all.add(about("Xavier: loss at 1900", 0.377, 0.27, 0.5, BOOK).onMnist());
    all.add(about("He: loss at 100", 1.561, 1.2, 1.95, BOOK).onMnist());
    all.add(about("He: loss at 500", 0.341, 0.3, 0.6, BOOK).onMnist());
    all.add(about("He: loss at 1900", 0.286, 0.18, 0.36, BOOK).onMnist());
    return all;
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Dataset data = lab.dataset();
    int steps = lab.steps(STEPS);
    int stepsPerEpoch = (data.rows(Split.TRAIN).length + BATCH - 1) / BATCH;
    Observation seen = new Observation();
    STARTS.forEach((name, start) -> {
      Network net = Nets.plain(data.features().columns(), 4, 100, Activation.RELU, start);
      Plan plan = Planner.plan(net, Sgd.DEFAULT, BATCH);
      int epochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch;
      Curve loss = Curve.from(
              0, Lab.losses(lab.run(plan, data, epochs, Sampling.WITH_REPLACEMENT, seed), steps))
          .smoothed(WINDOW);
      seen.curve(name + ": loss", loss);
      for (int at : new int[] {100, 500, 1900}) {
        seen.number(name + ": loss at " + at, loss.y()[Math.min(at, steps - 1)]);
      }
    });
    return seen;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    Chart chart = new Chart("", Axis.of("step"), Axis.of("training loss (nats)").between(0, 2.6));
    for (String name : STARTS.keySet()) {
      chart = chart.line(name, Observation.mean(seeds, name + ": loss").thinned(10));
    }
    return List.of(Picture.of(
        "losses",
        "Training loss, the mean of 21 steps and of all seeds. The line at the top does not move.",
        chart));
  }
}
