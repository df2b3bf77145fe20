package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Session;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.plan.State;

/** Trains a little, for a JVM that compiles nothing: every vector stays an object. */
final class InterpretedRun {
  private InterpretedRun() {}

  public static void main(String[] args) {
    ContractCase one = ContractCase.of(AllocationRun.rows().get(0));
    AllocationWatch watch = new AllocationWatch(2, 0, 1);
    try (Session session = new CpuSession(
        new VectorKernels(),
        watch,
        2,
        one.plan(),
        one.data(),
        one.feed(),
        State.initial(one.plan(), 1))) {
      for (int step = 0; step < 3; step++) {
        session.train(step, step + 1);
      }
    }
  }
}
