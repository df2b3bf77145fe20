package dev.pulmu.study.nets;

import static dev.pulmu.study.Expectation.about;
import static dev.pulmu.study.Expectation.ascending;
import static dev.pulmu.study.Expectation.atLeast;

import dev.pulmu.datasets.Split;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Dropout.Style;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Study 7: dropout on a net that over-fits, in the book's variant and inverted. The book stops
 * after 301 epochs; both variants also get 1,201, to tell regularisation from lack of time.
 */
public final class Dropouts implements Study {
  private static final String BOOK = "book, figure 6-23";
  private static final String ELSEWHERE = "measured elsewhere, other rows";
  private static final String THEORY = "theory";
  private static final String NONE = "no dropout";
  private static final String BOOKS = "book's variant";
  private static final String INVERTED = "inverted";
  private static final String LONG = ", 1201 epochs";
  static final float SHARE = 0.2f;

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public String title() {
    return "Dropout, in the book's variant and inverted";
  }

  @Override
  public List<String> text() {
    return List.of(
        "The net of study 'weight-decay' on the same 300 images, for 301 epochs; dropout zeroes a fifth"
            + " of what each hidden layer puts out. Inverted dropout divides what is left by 0.8 in"
            + " training; the book's variant does not, and multiplies by 0.8 in use.",
        "The book's figure ends near 0.67 and 0.55 on training and test rows, and it calls that a small"
            + " gap. It is a net that has not learnt yet. Put v = 0.8 w for the weights behind a"
            + " dropout: the book's variant is inverted dropout whose six upper layers begin at 0.8"
            + " times He's scale and move at 0.64 times the rate. Signal and gradients shrink with"
            + " every layer, so it starts late. With 1,201 epochs it learns the training rows as well,"
            + " and the gap opens.",
        "Inverted dropout over 301 epochs takes little from the net: it learns nearly all of the"
            + " training rows. Given time, both variants end where a net without dropout ends, or"
            + " a few percent above it on the test rows.");
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        about("no dropout: training accuracy", 1, 0.98, 1, ELSEWHERE).onMnist(),
        about("no dropout: test accuracy", 0.79, 0.70, 0.86, ELSEWHERE).onMnist(),
        about("book's variant: training accuracy", 0.67, 0.40, 0.85, BOOK).onMnist(),
        about("book's variant: test accuracy", 0.55, 0.33, 0.72, BOOK).onMnist(),
        about("inverted: training accuracy", 0.97, 0.88, 1, ELSEWHERE).onMnist(),
        about("inverted: test accuracy", 0.76, 0.66, 0.84, ELSEWHERE).onMnist(),
        about("inverted, 1201 epochs: training accuracy", 1, 0.97, 1, ELSEWHERE).onMnist(),
        about("inverted, 1201 epochs: test accuracy", 0.82, 0.72, 0.88, ELSEWHERE)
            .onMnist(),
        ascending(
            THEORY,
            "book's variant: training accuracy",
            "inverted: training accuracy",
            "no dropout: training accuracy"),
        ascending(BOOK, "book's variant: gap", "no dropout: gap"),
        ascending(THEORY, "book's variant: gap", "book's variant, 1201 epochs: gap"),
        atLeast("book's variant, 1201 epochs: training accuracy", 0.9, THEORY).onMnist(),
        ascending(ELSEWHERE, "no dropout: test accuracy", "inverted, 1201 epochs: test accuracy")
            .onMnist());
  }

  @Override
  public Observation observe(Lab lab, long seed) {
    Optional<Dropout> book = Optional.of(new Dropout(SHARE, Style.BOOK));
    Optional<Dropout> inverted = Optional.of(new Dropout(SHARE, Style.INVERTED));
    Map<String, Function<Lab, Map<Split, Curve>>> work = new LinkedHashMap<>();
    work.put(BOOKS + LONG, course(book, 1201, seed)); // long ones first
    work.put(INVERTED + LONG, course(inverted, 1201, seed));
    work.put(NONE, course(Optional.empty(), 301, seed));
    work.put(BOOKS, course(book, 301, seed));
    work.put(INVERTED, course(inverted, 301, seed));
    Observation seen = new Observation();
    lab.sideBySide(work).forEach((name, read) -> FewRows.note(seen, name, read));
    return seen;
  }

  private static Function<Lab, Map<Split, Curve>> course(
      Optional<Dropout> dropout, int epochs, long seed) {
    return lab -> FewRows.read(
        lab, FewRows.plan(lab, FewRows.DEPTH, Optional.empty(), dropout, 0), epochs, seed);
  }

  @Override
  public List<Picture> pictures(List<Observation> seeds) {
    List<Chart> charts = List.of(NONE, BOOKS, INVERTED, BOOKS + LONG, INVERTED + LONG).stream()
        .map(name -> FewRows.chart(seeds, name))
        .toList();
    return List.of(new Picture(
        "accuracies",
        "Accuracy on the 300 images that are trained on and on the test images. Means of all seeds.",
        3,
        440,
        360,
        charts));
  }
}
