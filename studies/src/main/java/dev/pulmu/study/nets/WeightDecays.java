package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.about;
import static dev.pulmu.study.Expectation.ascending;

import dev.pulmu.datasets.Split;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Style;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Spread;
import dev.pulmu.study.Study;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Study 6: weight decay on a net that over-fits. The two nets of the book, and more values of λ
 * around its one, since one value says little about the rest.
 */
public final class WeightDecays implements Study {
  private static final String ELSEWHERE = "measured elsewhere, other rows";
  private static final String BOOK = "book, figures 6-20 and 6-21";
  private static final String THEORY = "theory";
  private static final int EPOCHS = 201;

  /** λ; the book has the first and the last but one. */
  private static final float[] DECAYS = {0, 0.001f, 0.003f, 0.01f, 0.03f, 0.1f, 0.3f};

  @Override
  public String name() {
    return "weight-decay";
  }

  @Override
  public String title() {
    return "Weight decay on a net that over-fits";
  }

  @Override
  public List<String> text() {
    return List.of(
        "A 784-100×6-10 ReLU net is trained on the first 300 images alone: SGD at rate 0.01, batches of"
            + " 100 drawn with replacement, 201 epochs. It learns all of them by heart and is right"
            + " about far fewer of the 10,000 test images. With a penalty of ½ λ Σ w² for λ = 0.1 the"
            + " two come closer.",
        "They come closer because the training accuracy falls, not because the test accuracy rises:"
            + " λ = 0.1 costs more than it saves. The third chart shows other values of λ. A smaller"
            + " gap is no aim in itself.");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        about("λ = 0: training accuracy", 1, 0.98, 1, BOOK).onMnist(),
        about("λ = 0: test accuracy", 0.79, 0.70, 0.86, ELSEWHERE).onMnist(),
        about("λ = 0.1: training accuracy", 0.92, 0.80, 0.98, ELSEWHERE).onMnist(),
        about("λ = 0.1: test accuracy", 0.74, 0.62, 0.82, ELSEWHERE).onMnist(),
        ascending(BOOK, "λ = 0.1: gap", "λ = 0: gap"),
        ascending(BOOK, "λ = 0.1: training accuracy", "λ = 0: training accuracy"),
        ascending(ELSEWHERE, "λ = 0.1: test accuracy", "λ = 0: test accuracy"),
        ascending(
            THEORY,
            "λ = 0.3: training accuracy",
            "λ = 0.1: training accuracy",
            "λ = 0.01: training accuracy"));
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Map<String, Function<Lab, Map<Split, Curve>>> work = new LinkedHashMap<>();
    for (float decay : DECAYS) {
      work.put(
          title(decay),
          part -> FewRows.read(
              part,
              FewRows.plan(part, FewRows.DEPTH, Optional.empty(), Optional.empty(), decay),
              EPOCHS,
              seed));
    }
    Observation seen = new Observation();
    lab.sideBySide(work).forEach((name, read) -> FewRows.note(seen, name, read));
    return seen;
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    Chart by = new Chart(
            "where " + EPOCHS + " epochs end, by λ",
            Axis.logarithmic("λ"),
            Axis.of("share of right answers").between(0, 1.02))
        .with("300 training rows", end(seeds, "training accuracy"), Style.PATH)
        .with("test rows", end(seeds, "test accuracy"), Style.PATH);
    return List.of(new Picture(
        "accuracies",
        "Accuracy on the 300 images that are trained on and on the test images. Means of all seeds.",
        3,
        440,
        380,
        List.of(FewRows.chart(seeds, title(0)), FewRows.chart(seeds, title(0.1f)), by)));
  }

  /** For all λ above 0, which has no place on a logarithmic axis. */
  private static Curve end(List<Observation> seeds, String what) {
    double[] x = new double[DECAYS.length - 1];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = DECAYS[i + 1];
      y[i] = Spread.of(seeds, title(DECAYS[i + 1]) + ": " + what).mean();
    }
    return new Curve(x, y);
  }

  private static String title(float decay) {
    return "λ = " + Numbers.text(decay);
  }
}
