package dev.pulmu.study.nets;

import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Observation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws the pictures of study 8, from its first seed: every trial is a point. */
record HyperParameterPictures(Observation seen) {
  private static final Axis ACCURACY = Axis.of("validation accuracy").between(0, 1);

  List<Picture> all() {
    return List.of(
        new Picture(
            "trials",
            "Every trial of three rounds of the first seed by what it drew. Trials that diverged stand at"
                + " 0.1. The rate decides, the decay does not.",
            2,
            560,
            340,
            List.of(
                trials("coarse", "rate", Axis.logarithmic("learning rate")),
                trials("coarse", "weight-decay", Axis.logarithmic("weight decay λ")),
                trials("fine", "rate", Axis.logarithmic("learning rate")),
                trials("fine", "weight-decay", Axis.logarithmic("weight decay λ")),
                trials("with batch", "rate", Axis.logarithmic("learning rate")),
                trials("with batch", "batch", Axis.of("batch size (rows)")))),
        Picture.of(
            "rounds",
            "Three rounds of the first seed, each drawn from what the best fifth of the round before spans.",
            rounds()),
        new Picture(
            "best",
            "The best trials of the first seed's fine round, by their validation accuracy.",
            5,
            250,
            240,
            IntStream.rangeClosed(1, HyperParameters.SHOWN)
                .filter(i ->
                    seen.numbers().containsKey(String.format(Locale.ROOT, "best %02d: rate", i)))
                .mapToObj(this::best)
                .toList()));
  }

  private Chart trials(String round, String parameter, Axis across) {
    return new Chart(round, across, ACCURACY)
        .with("", seen.curve(round + ": accuracy by " + parameter), Style.POINTS);
  }

  private Chart rounds() {
    Chart chart = new Chart("", Axis.logarithmic("learning rate"), ACCURACY);
    for (String round : HyperParameters.NARROWED) {
      chart = chart.with(round, seen.curve(round + ": accuracy by rate"), Style.POINTS);
    }
    return chart;
  }

  private Chart best(int place) {
    String name = String.format(Locale.ROOT, "best %02d: ", place);
    String title = String.format(Locale.ROOT, "%d: rate %.2g", place, seen.number(name + "rate"));
    return new Chart(title, Axis.of("epoch"), Axis.of("accuracy").between(0, 1.02))
        .line("training", seen.curve(name + "training accuracy"))
        .line("validation", seen.curve(name + "validation accuracy"));
  }
}
