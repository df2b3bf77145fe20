package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Backend;
import dev.pulmu.contract.BackendContract;

/** The plain backend on ND4J's CPU operations. */
class Nd4jContractTest extends BackendContract {
  @Override
  public Backend backend() {
    return new Nd4jBackend();
  }
}
