package dev.pulmu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Samples;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.network.Loss;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRowsTest {
  private static final Loss SQUARES = Loss.parse("mean-squared-error");

  /** Prices 100, 140, 90 and 120, which the recipe's scale has as 0, 2, −0.5 and 1. */
  private record Prices() implements Samples {
    @Override
    public int count() {
      return 4;
    }

    @Override
    public Targets targets() {
      return new Targets.Values(new float[] {100, 140, 90, 120}, 1);
    }

    @Override
    public Encoded encode(int[] train) {
      Recipe recipe = new Recipe(
          List.of(new Encoding.AsByte("size")),
          List.of(),
          new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price")),
          List.of(new Scale(100, 20)));
      return new Encoded(
          new Features.Floats(new float[4], 1, 1, 0),
          new Targets.Values(new float[] {0, 2, -0.5f, 1}, 1),
          Optional.of(recipe));
    }

    @Override
    public Samples encodedBy(Recipe recipe, List<String> classes) {
      throw new UnsupportedOperationException("nothing is encoded anew here");
    }

    @Override
    public Samples rows(int[] rows) {
      throw new AssertionError("metrics choose no rows of samples");
    }

    @Override
    public String sha256(int testRows) {
      throw new AssertionError("metrics ask for no sum");
    }
  }

  @Test
  void standardisedAnswersAreUndoneAndHaveTheTargetsName() {
    Dataset prices = new Dataset(
        "prices", new Prices(), List.of(), new int[] {0, 1}, new int[0], new int[] {2, 3});

    Metrics came =
        Metrics.ofTest(answering(-1, 1), Weights.EMA, prices, SQUARES).orElseThrow();

    Regression.Target price = ((Regression) came).targets().get(0);
    assertThat(price.name()).isEqualTo("price");
    assertThat(price.meanAbsoluteError()).isEqualTo(5); // 80 for 90, 120 for 120
  }

  @Test
  void columnsWithoutNamesHaveNumbersAndNoScale() {
    Targets wanted = new Targets.Values(new float[] {1, 2}, 2);
    Dataset data =
        new Dataset("own", new Features.Floats(new float[1], 1, 1, 0), wanted, List.of(), 1);

    Metrics came = Metrics.ofTest(answering(1, 4), Weights.EMA, data, SQUARES).orElseThrow();

    assertThat(((Regression) came).targets())
        .extracting(Regression.Target::name, Regression.Target::meanAbsoluteError)
        .containsExactly(tuple("0", 0.0), tuple("1", 2.0));
  }

  @Test
  void moreAnswersThanAreHeldAtOnceHaveNoMetrics() {
    int rows = (1 << 16) + 1;
    Targets wanted = new Targets.Labels(new int[rows], 1 << 10);
    Dataset data = new Dataset(
        "large",
        new Features.Bytes(new byte[rows], 1, 1, 0),
        wanted,
        Collections.nCopies(1 << 10, "class"),
        rows);

    assertThat(Metrics.ofTest(answering(), Weights.LIVE, data, SQUARES)).isEmpty();
  }

  /** A session of which nothing is asked but logits of averaged weights. */
  private static Session answering(float... logits) {
    return (Session) Proxy.newProxyInstance(
        Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, asked) -> {
          assertThat(method.getName()).isEqualTo("forward");
          assertThat(asked[2]).isEqualTo(Weights.EMA);
          int rows = ((int[]) asked[0]).length;
          return Map.of("logits", new Matrix(rows, logits.length / rows, logits));
        });
  }
}
