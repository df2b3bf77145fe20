package dev.pulmu.study.chapter;

import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.near;

import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Study 9: exponentially weighted moving averages of a noisy year. */
final class Averages implements Study {
  private static final String LECTURE = "lecture, by hand";
  private static final String THEORY = "theory";
  private static final int DAYS = 365;
  private static final double NOISE = 8;

  /** How fast an average forgets, by what the charts call it. */
  private static final Map<String, Double> BETAS =
      new TreeMap<>(Map.of("β 0.5", 0.5, "β 0.9", 0.9, "β 0.98", 0.98));

  @Override
  public String name() {
    return "averages";
  }

  @Override
  public String title() {
    return "Moving averages of a noisy year";
  }

  @Override
  public boolean wantsData() {
    return false;
  }

  @Override
  public List<String> text() {
    return List.of(
        "Temperatures of a year: a cold start, a warm summer, and normal noise of 8 °F every day."
            + " v = β v + (1 − β) θ averages about the last 1/(1 − β) days. With β = 0.5 the average"
            + " follows the noise; with 0.98 it is smooth and six weeks late; 0.9 is in between."
            + " Momentum, RMSProp and Adam are made of such averages, and the running statistics of"
            + " batch norm too.",
        "Averages begin at 0, so the first values are far too small: with β = 0.98 the average needs a"
            + " hundred days to forget it. Dividing by 1 − βᵗ mends that from the first day on. This"
            + " is Adam's bias correction, and the weight by which running statistics are divided.");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        near("0.9 to the 10th", 0.3487, 5e-5, LECTURE),
        near("0.98 to the 50th", 0.364, 5e-4, LECTURE),
        near("v after 40", 0.8, 1e-12, LECTURE),
        near("v after 40, corrected", 40, 1e-9, LECTURE),
        near("v after 40, 49", 1.764, 1e-12, LECTURE),
        near("v after 40, 49, corrected", 44.55, 0.005, LECTURE),
        // An average of noise keeps the share (1 − β)/(1 + β) of its variance.
        near("β 0.5: noise left", NOISE * Math.sqrt(0.5 / 1.5), 0.2, THEORY),
        near("β 0.9: noise left", NOISE * Math.sqrt(0.1 / 1.9), 0.2, THEORY),
        near("β 0.98: noise left", NOISE * Math.sqrt(0.02 / 1.98), 0.2, THEORY),
        // On a slope an average is β/(1 − β) days behind.
        near("β 0.5: days late", 1, 0.1, THEORY),
        near("β 0.9: days late", 9, 0.2, THEORY),
        near("β 0.98: days late", 49, 4, THEORY),
        ascending(THEORY, "β 0.98 corrected: first 50 days off", "β 0.98: first 50 days off"));
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    double[] noise = new double[DAYS];
    new Draws(seed, Use.STUDY, 1, 0).normals(noise);
    double[] season = new double[DAYS];
    double[] days = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      season[day] = 50 - 20 * StrictMath.cos(2 * Math.PI * (day - 15) / DAYS);
      noise[day] *= NOISE;
      days[day] = season[day] + noise[day];
    }
    double[] longNoise = new double[20_000]; // a year is too short to measure a spread
    new Draws(seed, Use.STUDY, 2, 0).normals(longNoise);
    Arrays.setAll(longNoise, day -> NOISE * longNoise[day]);
    Observation seen = new Observation().curve("temperature", Curve.from(1, days));
    BETAS.forEach((name, beta) -> {
      seen.curve(name, average(beta, days, Ewma::value));
      seen.curve(name + " corrected", average(beta, days, Ewma::corrected));
      Curve left = average(beta, longNoise, Ewma::corrected);
      seen.number(name + ": noise left", spread(left.y()));
      seen.number(name + ": days late", lateness(beta));
    });
    for (String name : List.of("β 0.98", "β 0.98 corrected")) {
      seen.number(name + ": first 50 days off", off(seen.curve(name), season));
    }
    Ewma two = new Ewma(0.98).add(40);
    seen.number("v after 40", two.value()).number("v after 40, corrected", two.corrected());
    two.add(49);
    seen.number("v after 40, 49", two.value());
    seen.number("v after 40, 49, corrected", two.corrected());
    seen.number("0.9 to the 10th", new Ewma(0.9).remaining(10));
    return seen.number("0.98 to the 50th", new Ewma(0.98).remaining(50));
  }

  private static Curve average(double beta, double[] values, ToDoubleFunction<Ewma> read) {
    Ewma average = new Ewma(beta);
    double[] averages = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      averages[i] = read.applyAsDouble(average.add(values[i]));
    }
    return Curve.from(1, averages);
  }

  /**
   * How many days the average is behind at the end of a year that gets a degree warmer each day.
   */
  private static double lateness(double beta) {
    double[] slope = Curve.from(1, new double[DAYS]).x();
    return DAYS - average(beta, slope, Ewma::value).last();
  }

  /** Root mean square, once the average has seen a hundred days. */
  private static double spread(double[] left) {
    double squares = 0;
    for (int day = 100; day < left.length; day++) {
      squares += left[day] * left[day];
    }
    return Math.sqrt(squares / (left.length - 100));
  }

  /** The mean distance from the season in the first 50 days. */
  private static double off(Curve average, double[] season) {
    double sum = 0;
    for (int day = 0; day < 50; day++) {
      sum += Math.abs(average.y()[day] - season[day]);
    }
    return sum / 50;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    Observation seen = seeds.get(0);
    Chart year = new Chart("", Axis.of("day"), Axis.of("temperature (°F)"))
        .with("temperature", seen.curve("temperature"), Style.POINTS, 6);
    int colour = 0;
    for (String name : BETAS.keySet()) {
      year = year.with(name + ", corrected", seen.curve(name + " corrected"), Style.LINE, colour++);
    }
    Chart start = new Chart("", Axis.of("day").between(0, 120), Axis.of("temperature (°F)"))
        .with("temperature", seen.curve("temperature"), Style.POINTS, 6)
        .with("β 0.98", seen.curve("β 0.98"), Style.LINE, 3)
        .with("β 0.98, corrected", seen.curve("β 0.98 corrected"), Style.LINE, 2);
    List<Picture> pictures = new ArrayList<>();
    pictures.add(Picture.of("year", "The larger β, the smoother and the later; first seed.", year));
    pictures.add(
        Picture.of("start", "Uncorrected, the average climbs from 0 for a hundred days.", start));
    return pictures;
  }
}
