package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.atLeast;
import static dev.pulmu.study.Expectation.between;
import static dev.pulmu.study.Expectation.near;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Sampling;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.run.Run;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.study.AtSteps;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Study 10: whole batch, mini-batches and one sample at a time. */
public final class BatchSizes implements Study {
  private static final String LECTURE = "lecture";
  private static final int ROWS = 2000;
  private static final double TARGET = 0.5;

  /** How many rows a step has, how many steps there are, and how many pass between two looks. */
  private record Course(int batch, int steps, int look) {}

  private static final Map<String, Course> COURSES = courses();

  private static Map<String, Course> courses() {
    Map<String, Course> courses = new LinkedHashMap<>();
    courses.put("whole batch", new Course(ROWS, 160, 1));
    courses.put("mini-batch of 64", new Course(64, 640, 8));
    courses.put("one sample", new Course(1, 4000, 100));
    return courses;
  }

  @Override
  public String name() {
    return "batch-size";
  }

  @Override
  public String title() {
    return "Whole batch, mini-batch, one sample";
  }

  @Override
  public List<String> text() {
    return List.of(
        "A 784-100-10 ReLU net learns 2,000 images by SGD at rate 0.1 (0.01 for one sample at a time)."
            + " The loss of each step's own batch: with the whole set it falls every time; with 64"
            + " rows it falls with noise; with one it jumps.",
        "A step of one sample is the cheapest step, but it wastes the machine: a product of a matrix"
            + " with one row cannot use what makes products of matrices fast, so far fewer samples"
            + " pass in a second. A step of the whole set uses the machine best and is taken"
            + " seldom. Mini-batches get most of the one and of the other. The seconds depend on the"
            + " machine, and on what else it does; ∞ is a loss that was not reached.");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        near("whole batch: % of steps that rise", 0, 0, LECTURE),
        between("mini-batch of 64: % of steps that rise", 15, 55, LECTURE),
        between("one sample: % of steps that rise", 35, 55, LECTURE),
        ascending(LECTURE, "one sample: samples/s", "mini-batch of 64: samples/s"),
        atLeast("samples/s, mini-batch / one sample", 1.5, LECTURE),
        ascending(LECTURE, "mini-batch of 64: epochs to 0.5", "whole batch: epochs to 0.5"),
        ascending(LECTURE, "mini-batch of 64: seconds to 0.5", "whole batch: seconds to 0.5"));
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Dataset data = lab.first(ROWS);
    Observation seen = new Observation();
    // What runs for the first time is slow in Java, whatever it is.
    COURSES.values().forEach(course -> run(new Observation(), "", course, lab, data, seed, 0.25));
    COURSES.forEach((name, course) -> run(seen, name, course, lab, data, seed, 1));
    return seen.number(
        "samples/s, mini-batch / one sample",
        seen.number("mini-batch of 64: samples/s") / seen.number("one sample: samples/s"));
  }

  private static void run(
      Observation seen,
      String name,
      Course course,
      Lab lab,
      Dataset data,
      long seed,
      double share) {
    int rows = data.rows(Split.TRAIN).length;
    int batch = Math.min(course.batch(), rows);
    int steps = lab.steps((int) (course.steps() * share));
    double rate = batch == 1 ? 0.01 : 0.1;
    Plan plan = Planner.plan(
        Nets.plain(data.features().columns(), 1, 100, Activation.RELU, new Initialization.He()),
        new Sgd(new Schedule.Constant(rate)),
        batch);
    int epochs = steps * batch / rows + 1;
    List<double[]> looks = new ArrayList<>();
    double[] losses = new double[steps];
    AtSteps reader = new AtSteps(
        IntStream.concat(
            IntStream.iterate(0, step -> step < steps, step -> step + course.look()),
            IntStream.of(steps)),
        (look, step) -> {
          double before = looks.isEmpty() ? 0 : looks.get(looks.size() - 1)[1];
          looks.add(new double[] {
            (double) step * batch / rows,
            before + look.seconds(),
            look.evaluate(Split.TRAIN).loss()
          });
        });
    Run run = lab.run(plan, data, epochs, Sampling.SHUFFLE, seed);
    Lab.train(run, steps, AtSteps.losses(losses), reader);
    double seconds = looks.get(looks.size() - 1)[1];
    seen.curve(name + ": loss of a step", Curve.from(0, losses));
    seen.curve(name + ": loss by epoch", column(looks, 0));
    seen.curve(name + ": loss by second", column(looks, 1));
    seen.number(name + ": % of steps that rise", rises(losses));
    seen.number(name + ": samples/s", (double) steps * batch / seconds);
    seen.number(name + ": epochs to 0.5", reached(column(looks, 0)));
    seen.number(name + ": seconds to 0.5", reached(column(looks, 1)));
  }

  private static Curve column(List<double[]> looks, int column) {
    return new Curve(
        looks.stream().mapToDouble(look -> look[column]).toArray(),
        looks.stream().mapToDouble(look -> look[2]).toArray());
  }

  private static double rises(double[] losses) {
    int rises = 0;
    for (int i = 1; i < losses.length; i++) {
      rises += losses[i] > losses[i - 1] ? 1 : 0;
    }
    return 100.0 * rises / Math.max(1, losses.length - 1);
  }

  /** Where a curve is first below the target; infinite if it never is. */
  private static double reached(Curve loss) {
    for (int i = 0; i < loss.size(); i++) {
      if (loss.y()[i] <= TARGET) {
        return loss.x()[i];
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    Observation seen = seeds.get(0);
    List<Chart> steps = new ArrayList<>();
    Chart epochs =
        new Chart("", Axis.of("epoch").between(0, 20), Axis.of("loss of all 2,000 rows (nats)"));
    Chart seconds =
        new Chart("", Axis.of("seconds of training"), Axis.of("loss of all 2,000 rows (nats)"));
    int colour = 0;
    for (String name : COURSES.keySet()) {
      Curve loss = seen.curve(name + ": loss of a step");
      int shown = Math.min(160, loss.size());
      Curve first = new Curve(Arrays.copyOf(loss.x(), shown), Arrays.copyOf(loss.y(), shown));
      steps.add(new Chart(name, Axis.of("step"), Axis.of("loss of its batch (nats)"))
          .with("", first, Chart.Style.LINE, colour));
      epochs = epochs.with(name, seen.curve(name + ": loss by epoch"), Chart.Style.LINE, colour);
      seconds =
          seconds.with(name, seen.curve(name + ": loss by second"), Chart.Style.LINE, colour++);
    }
    return List.of(
        new Picture(
            "steps",
            "The first 160 steps of the first seed, each with the loss of its own batch.",
            3,
            400,
            320,
            steps),
        new Picture(
            "whole",
            "The loss of all rows, by how often each has been seen and by time; first seed.",
            2,
            560,
            380,
            List.of(epochs, seconds)));
  }
}
