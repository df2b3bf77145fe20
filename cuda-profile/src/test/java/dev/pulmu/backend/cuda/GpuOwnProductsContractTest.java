package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The CUDA engine on a GPU, all its products by its own kernels. */
@Tag("gpu")
class GpuOwnProductsContractTest extends BackendContract {
  @BeforeAll
  static void orFail() {
    TestedGpu.orFail();
  }

  @Override
  public Backend backend() {
    return TestedGpu.backend(new Options(Products.OWN, false));
  }
}
