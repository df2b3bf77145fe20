package dev.pulmu.backend.cuda;

import dev.pulmu.backend.GpuCheck;
import java.util.List;

/**
 * Says whether ND4J's CUDA backend can run here: its 1.0.0-M2.1 holds machine code for compute
 * capabilities from 3.7 to 8.9 and no PTX, so that a newer GPU fails at the first array.
 */
public final class Nd4jCheck implements GpuCheck {
  private static final int OLDEST = 37;
  private static final int NEWEST = 89;

  @Override
  public String objection() {
    Devices.Found found = Devices.found();
    return objection(found.gpus(), found.reason());
  }

  /** The objection to the first GPU, or the reason why there is none. */
  static String objection(List<GpuInfo> gpus, String reason) {
    if (gpus.isEmpty()) {
      return reason.split(";")[0]; // behind it is where was looked and what to install
    }
    GpuInfo gpu = gpus.get(0);
    int capability = 10 * gpu.major() + gpu.minor();
    return capability >= OLDEST && capability <= NEWEST
        ? ""
        : "it has code for compute capabilities of 3.7 to 8.9, and the " + gpu.name() + " has "
            + gpu.major() + "." + gpu.minor();
  }
}
