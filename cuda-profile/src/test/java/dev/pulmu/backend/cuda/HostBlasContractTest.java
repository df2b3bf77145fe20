package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;

/** The CUDA engine on the host, larger products by BLAS, smaller ones in large tiles. */
@OnHost
class HostBlasContractTest extends BackendContract {
  static final Products PRODUCTS = new Products(true, 1 << 12, 0);

  private final HostBackend host = new HostBackend(PRODUCTS);

  @Override
  public Backend backend() {
    return host.next();
  }
}
