package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The CUDA engine on a GPU, most products by cuBLAS, the others in large tiles. */
@Tag("gpu")
class GpuBlasContractTest extends BackendContract {
  @BeforeAll
  static void orFail() {
    TestedGpu.orFail();
  }

  @Override
  public Backend backend() {
    return TestedGpu.backend(new Options(HostBlasContractTest.PRODUCTS, false));
  }
}
