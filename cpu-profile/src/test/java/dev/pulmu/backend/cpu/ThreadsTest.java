package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.datasets.Split;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Not a bit depends on how many workers there are, nor on whether they have vectors. */
class ThreadsTest {
  private static final long STEPS = 6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "wide input", // split along its inputs, with a moving average
        "mnist",
        "large batch without batch norm", // in pieces of some rows
        "wide layer",
        "many outputs",
        "everything by the book", // float features, penalties
        "bounded activations by PyTorch", // clipping
        "yes or no",
        "a rule of the user's own",
        "accumulated with dropout",
        "accumulated lone row of the step before",
        "middle block frozen and clipped",
        "all accumulated and half frozen",
        "norms of the user's own",
        "norms with an average",
        "norms accumulated and clipped",
        "norms beside a frozen block"
      })
  void sameBitsOnAnyNumberOfWorkersWithVectorsAndWithout(String name) {
    Row row =
        Row.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    ContractCase one = ContractCase.of(row);
    List<Integer> wanted = bits(new PlainKernels(), 1, one);
    for (int workers : new int[] {1, 2, 3, 5}) {
      assertThat(bits(new VectorKernels(), workers, one).equals(wanted))
          .as("vectors, %d workers", workers)
          .isTrue();
    }
    assertThat(bits(new PlainKernels(), 3, one).equals(wanted))
        .as("plain, 3 workers")
        .isTrue();
    assertThat(bits(new VectorKernels(), 3, one).equals(wanted)).as("once more").isTrue();
  }

  /** Of everything that a session says. */
  private static List<Integer> bits(Kernels kernels, int workers, ContractCase one) {
    IntStream.Builder bits = IntStream.builder();
    State start = State.initial(one.plan(), 1);
    try (Session session =
        new CpuBackend(kernels, workers).open(one.plan(), one.data(), one.feed(), start)) {
      long steps = Math.min(STEPS, one.feed().steps());
      for (long step = 0; step < steps; step++) {
        var totals = session.train(step, step + 1);
        add(bits, totals.lossSum());
        bits.add((int) totals.correct());
      }
      add(bits, session.state().values());
      for (Weights weights : Weights.values()) {
        if (weights == Weights.EMA && one.plan().update().ema() == 0) {
          continue;
        }
        var evaluation = session.evaluate(Split.TEST, weights);
        add(bits, evaluation.lossSum());
        bits.add((int) evaluation.correct());
      }
      int[] rows = one.data().rows(Split.TEST);
      session
          .forward(rows, List.of("logits"))
          .values()
          .forEach(matrix -> add(bits, matrix.values()));
      int count = Math.min(one.feed().largestBatch(), rows.length);
      var gradient = session.gradient(Arrays.copyOf(rows, count), steps);
      add(bits, gradient.loss());
      add(bits, gradient.gradient());
    }
    return bits.build().boxed().toList();
  }

  private static void add(IntStream.Builder bits, double value) {
    bits.add((int) Double.doubleToLongBits(value));
    bits.add((int) (Double.doubleToLongBits(value) >> 32));
  }

  private static void add(IntStream.Builder bits, float[] values) {
    for (float value : values) {
      bits.add(Float.floatToIntBits(value));
    }
  }
}
