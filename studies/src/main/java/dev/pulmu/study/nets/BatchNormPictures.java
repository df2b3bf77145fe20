package dev.pulmu.study.nets;

import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Spread;
import dev.pulmu.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Draws the pictures of study 5, from means over all seeds. */
record BatchNormPictures(List<Observation> seeds) {
  private static final Axis ACCURACY = Axis.of("training accuracy").between(0, 1.02);

  List<Picture> all() {
    return List.of(
        new Picture(
            "scales",
            "Accuracy on the 1,000 images while they are trained on, for 16 deviations of the first"
                + " weights.",
            4,
            330,
            270,
            scales()),
        Picture.of(
            "ends",
            "Where 20 epochs end, by the deviation of the first weights. He's is 0.14.",
            ends()),
        new Picture(
            "rates",
            "From He's scale at four rates: plain is faster at 0.01, and batch norm bears more.",
            4,
            330,
            300,
            rates()),
        Picture.of(
            "statistics",
            "The same weights in use: loss over the 1,000 images with two kinds of running"
                + " statistics.",
            statistics()),
        new Picture(
            "few-rows",
            "300 images and the test images, without and with batch norm: the deeper, the wider the gap.",
            2,
            560,
            340,
            BatchNorms.DEPTHS.stream()
                .flatMap(depth -> Stream.of(BatchNorms.PLAIN, BatchNorms.NORM)
                    .map(net -> FewRows.chart(seeds, BatchNorms.fewRows(depth, net))))
                .toList()));
  }

  private List<Chart> scales() {
    List<Chart> charts = new ArrayList<>();
    for (double scale : BatchNorms.scales()) {
      String plain = BatchNorms.named(scale, BatchNorms.PLAIN);
      charts.add(pair(
          plain.substring(0, plain.indexOf(',')), plain, BatchNorms.named(scale, BatchNorms.NORM)));
    }
    return charts;
  }

  private List<Chart> rates() {
    return Arrays.stream(BatchNorms.RATES)
        .mapToObj(rate -> pair(
            "rate " + Numbers.text(rate),
            BatchNorms.at(rate, BatchNorms.PLAIN),
            BatchNorms.at(rate, BatchNorms.NORM)))
        .toList();
  }

  private Chart pair(String title, String plain, String norm) {
    return new Chart(title, Axis.of("epoch"), ACCURACY)
        .line(BatchNorms.PLAIN, Observation.mean(seeds, plain))
        .line(BatchNorms.NORM, Observation.mean(seeds, norm));
  }

  private Chart ends() {
    Chart chart = new Chart("", Axis.logarithmic("deviation σ of the first weights"), ACCURACY);
    List<Double> scales = BatchNorms.scales();
    for (String net : List.of(BatchNorms.PLAIN, BatchNorms.NORM, BatchNorms.USUAL_EPSILON)) {
      double[] x = scales.stream().mapToDouble(scale -> scale).toArray();
      double[] y = scales.stream()
          .mapToDouble(scale -> Spread.of(seeds, BatchNorms.named(scale, net)).mean())
          .toArray();
      chart = chart.with(net, new Curve(x, y), Style.PATH);
    }
    return chart;
  }

  private Chart statistics() {
    Chart chart = new Chart("", Axis.of("step"), Axis.logarithmic("loss in use (nats)"));
    for (String kind : List.of("corrected", "book's")) {
      chart = chart.line(kind, Observation.mean(seeds, kind + ": loss in use"));
    }
    return chart;
  }
}
