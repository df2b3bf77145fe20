package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import dev.pulmu.kernels.VectorKernels;

/** The fused engine on the Vector API. */
class VectorContractTest extends BackendContract {
  @Override
  public Backend backend() {
    return new CpuBackend(new VectorKernels(), 2);
  }
}
