package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;

/** The CUDA engine on the host, all its products by its own kernels. */
@OnHost
class HostContractTest extends BackendContract {
  private final HostBackend host = new HostBackend(Products.OWN);

  @Override
  public Backend backend() {
    return host.next();
  }
}
