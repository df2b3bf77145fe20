package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void theNetworkThatIsSeenLastIsTheOneThatIsTested(String backend) {
    RunConfig config = RunConfig.parse("epochs = 3\nbatch = 5\nvalidation = 0.25\nhidden = 2");
    Dataset data = Tiny.data(32, 6);
    int[] labels = ((Targets.Labels) data.targets()).values();
    int[] rows = data.rows(Split.TEST);
    List<Evaluation> evaluated = new ArrayList<>();
    List<Long> right = new ArrayList<>();
    Outcome outcome = new Run(config, data, Backend.named(backend)).train(new Listener() {
      @Override
      public long nextLook(long from, int stepsPerEpoch) {
        return from <= 15 ? 15 : Long.MAX_VALUE;
      }

      @Override
      public void look(Look look) {
        evaluated.add(look.evaluate(Split.TEST));
        Matrix logits = look.forward(rows, List.of("logits")).get("logits");
        long count = 0;
        for (int row = 0; row < rows.length; row++) {
          count += best(logits, row) == labels[rows[row]] ? 1 : 0;
        }
        right.add(count);
      }
    });

    Evaluation test = outcome.report().test().orElseThrow();
    assertThat(evaluated).singleElement().usingRecursiveComparison().isEqualTo(test);
    assertThat(right).containsExactly(test.correct());
  }

  private static int best(Matrix logits, int row) {
    int best = 0;
    for (int column = 1; column < logits.columns(); column++) {
      int at = row * logits.columns();
      best = logits.values()[at + column] > logits.values()[at + best] ? column : best;
    }
    return best;
  }
}
