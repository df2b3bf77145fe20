package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import org.junit.jupiter.api.BeforeAll;

/** The CUDA engine on the host, all its products by its own kernels. */
class HostContractTest extends BackendContract {
  private final HostBackend host = new HostBackend(Products.OWN);

  @BeforeAll
  static void orSkip() {
    HostGpu.orSkip("the whole contract of the cuda backend with its own products");
  }

  @Override
  public Backend backend() {
    return host.next();
  }
}
