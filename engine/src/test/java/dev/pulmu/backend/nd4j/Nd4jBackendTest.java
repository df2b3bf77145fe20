package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Availability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of ND4J's backends runs, and what is said about it. */
class Nd4jBackendTest {
  private static final String HOST = "CpuBackend";
  private static final String CUDA = "JCublasBackend";

  @Test
  void nd4jOnCudaRunsWhereNothingSpeaksAgainstIt() {
    Availability availability = Nd4jBackend.availability(List.of(CUDA, HOST), "");

    assertThat(availability.device()).startsWith("ND4J JCublasBackend").doesNotContain("not on");
  }

  @Test
  void onAGpuThatIsTooNewNd4jIsRefusedBeforeItDies() {
    Availability availability = Nd4jBackend.availability(List.of(CUDA, HOST), "too new");

    assertThat(availability.reason())
        .startsWith("ND4J would choose its CUDA backend, which cannot run: too new;")
        .contains("BACKEND_PRIORITY_CPU=200");
  }
}
