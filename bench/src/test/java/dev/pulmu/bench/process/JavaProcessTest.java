package dev.pulmu.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.bench.task.BackendProcess;
import java.lang.module.ModuleFinder;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaProcessTest {
  @Test
  void oursHaveThisClassPathTheirThreadsAndTheVectorApi() {
    List<String> command = JavaProcess.own(3, BackendProcess.class, "folder", "cpu", "3");

    assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
    assertThat(command)
        .contains("-Dpulmu.threads=3")
        .endsWith(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.pulmu.bench.task.BackendProcess",
            "folder",
            "cpu",
            "3");
    assertThat(command.contains("--add-modules=jdk.incubator.vector"))
        .isEqualTo(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent());
  }

  /** Those of the test's own JVM: -Xmx2g among them. */
  @Test
  void othersHaveTheFlagsOfThisJvmButNoneOfItsProperties() {
    List<String> command = JavaProcess.other("jars/*", "a.Main", "folder");

    assertThat(command)
        .contains("-Xmx2g")
        .noneMatch(flag -> flag.startsWith("-D"))
        .endsWith("-cp", "jars/*", "a.Main", "folder");
  }
}
