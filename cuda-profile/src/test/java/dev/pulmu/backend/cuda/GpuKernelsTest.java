package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.datasets.Split;
import dev.pulmu.layout.State;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Every kernel of the contract in as few sessions as that takes: what sanitizers watch. */
@Tag("gpu")
class GpuKernelsTest {
  private static final int STEPS = 3;

  /**
   * The engine's own kernels only, in tiles of both sizes: what cuBLAS does is not ours to find.
   */
  private static final List<Products> TILES =
      List.of(Products.OWN, new Products(false, 0, 0), new Products(false, 0, Long.MAX_VALUE));

  @BeforeAll
  static void orFail() {
    TestedGpu.orFail();
  }

  @Test
  void everyKernelRunsForSomeSteps(TestReporter reporter) {
    Set<Kernel> seen = new HashSet<>();
    int sessions = 0;
    for (ContractCase one : ContractCase.all().toList()) {
      for (Products products : TILES) {
        Set<Kernel> kernels = ContractKernels.programs(one, products)
            .flatMap(program -> program.kernels().stream())
            .collect(Collectors.toSet());
        if (seen.addAll(kernels)) {
          run(one, products);
          sessions++;
        }
      }
    }
    reporter.publishEntry("kernels", "" + seen.size());
    reporter.publishEntry("sessions", "" + sessions);
  }

  /** Every tensor an allocation of its own, so that a sanitizer sees where each one ends. */
  private static void run(ContractCase one, Products products) {
    State start = State.initial(one.plan(), 1);
    try (Session session = TestedGpu.backend(new Options(products, true))
        .open(one.plan(), one.data(), one.feed(), start)) {
      long steps = one.feed().steps();
      session.train(0, Math.min(STEPS, steps));
      // The last batch of an epoch may be a short one
      long last = one.feed().stepsPerEpoch() - 1;
      session.train(last, last + 1);
      int[] rows = Arrays.copyOf(one.feed().order(0), one.feed().largestBatch());
      assertThat(session.gradient(rows, 0).gradient()).hasSize(one.plan().parameters());
      if (one.data().rows(Split.TEST).length > 0) {
        session.evaluate(Split.TEST, Weights.LIVE);
        if (one.plan().update().ema() > 0) {
          session.evaluate(Split.TEST, Weights.EMA);
        }
      }
    }
  }
}
