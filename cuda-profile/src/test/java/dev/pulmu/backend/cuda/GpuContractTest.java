package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The CUDA engine on a GPU, as users get it. */
@Tag("gpu")
class GpuContractTest extends BackendContract {
  @BeforeAll
  static void orFail() {
    TestedGpu.orFail();
  }

  @Override
  public Backend backend() {
    return TestedGpu.backend(Options.USUAL);
  }
}
