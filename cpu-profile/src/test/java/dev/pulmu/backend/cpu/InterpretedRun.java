package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Executor;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;

/** Trains a little, for a JVM that compiles nothing: every vector stays an object. */
final class InterpretedRun {
  private InterpretedRun() {}

  public static void main(String[] args) {
    ContractCase one = ContractCase.of(AllocationRun.rows().get(0));
    AllocationWatch watch = new AllocationWatch(2, 0, 1);
    try (Executor executor =
        new CpuExecutor(new VectorKernels(), watch, 2, one.plan(), one.data(), one.feed())) {
      executor.restore(State.initial(one.plan(), 1).values());
      executor.begin(one.feed().order(0));
      for (int step = 0; step < 3; step++) {
        executor.train(step, step + 1);
      }
    }
  }
}
