package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import org.junit.jupiter.api.BeforeAll;

/** The CUDA engine on the host, larger products by BLAS, smaller ones in large tiles. */
class HostBlasContractTest extends BackendContract {
  static final Products PRODUCTS = new Products(true, 1 << 12, 0);

  private final HostBackend host = new HostBackend(PRODUCTS);

  @BeforeAll
  static void orSkip() {
    HostGpu.orSkip("the whole contract of the cuda backend with a BLAS");
  }

  @Override
  public Backend backend() {
    return host.next();
  }
}
