package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.contract.BackendContract;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/**
 * The CUDA engine with its kernels on the host. Each session takes its threads in another order, so
 * that the contract's comparisons of two sessions also compare two orders.
 */
class HostContractTest extends BackendContract {
  private int sessions;

  @BeforeAll
  static void orSkip() {
    HostGpu.orSkip("the whole contract of the cuda backend");
  }

  @Override
  public Backend backend() {
    return new CudaBackend(
        () -> Availability.of("host", Map.of()),
        () -> HostGpu.open(Order.values()[sessions++ % Order.values().length], false),
        new Options(Products.OWN, false, true));
  }
}
