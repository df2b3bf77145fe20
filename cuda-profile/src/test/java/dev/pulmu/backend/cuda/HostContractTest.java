package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.contract.BackendContract;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.layout.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CUDA engine on the host, all its products by its own kernels. */
@OnHost
class HostContractTest extends BackendContract {
  private final HostBackend host = new HostBackend(Products.OWN);

  @Override
  public Backend backend() {
    return host.next();
  }

  /** Over a whole run; blocks of threads too are taken in that order. */
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  void threadsInAnyOrderGiveTheSameBits(Row row) {
    ContractCase one = ContractCase.of(row);
    State start = State.initial(one.plan(), 1);
    List<float[]> ends = new ArrayList<>();
    for (Order order : Order.values()) {
      Backend backend = HostBackend.on(() -> HostGpu.open(order, false), Products.OWN);
      try (Session session = backend.open(one.plan(), one.data(), one.feed(), start)) {
        session.train(0, one.feed().stepsPerEpoch());
        ends.add(session.state().values());
      }
    }
    assertThat(ends).allSatisfy(end -> assertThat(end).isEqualTo(ends.get(0)));
  }
}
