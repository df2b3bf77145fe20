package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.contract.ContractCase;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kernels that the contract's sessions launch. */
final class ContractKernels {
  private ContractKernels() {}

  /** Every one, once. */
  static SortedSet<Kernel> all() {
    SortedSet<Kernel> kernels = new TreeSet<>();
    for (Products products : List.of(Products.OWN, HostBlasContractTest.PRODUCTS)) {
      ContractCase.all()
          .flatMap(one -> programs(one, products))
          .forEach(program -> kernels.addAll(program.kernels()));
    }
    return kernels;
  }

  /** Everything that a case's sessions run. */
  static Stream<Program> programs(ContractCase one, Products products) {
    Programs programs =
        new Programs(new DeviceTensors(one.plan(), one.data(), one.feed()), products);
    boolean ema = one.plan().update().ema() > 0;
    return Stream.concat(
        programs.steps(one.feed()).stream(),
        Stream.of(
            programs.lossAndGradient(one.feed().largestBatch()),
            programs.use(Weights.LIVE),
            programs.use(ema ? Weights.EMA : Weights.LIVE),
            programs.advance(1, 1)));
  }
}
