package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many processes, and many sessions of one: each warms up while the machine has far more to do than
 * it can, and is measured while it has nothing else to do. Takes ten to twenty minutes and a
 * machine of one's own: CONTRIBUTING.md has the command.
 */
@Tag("soak")
class SoakTest {
  private static final int PROCESSES = Integer.getInteger("soak.processes", 200);
  private static final int SESSIONS = Integer.getInteger("soak.sessions", 300);
  private static final int SIDE_BY_SIDE = 6;

  /** Times the median that is too slow. */
  private static final double TOO_SLOW = 1.3;

  private volatile boolean busy;
  private volatile boolean over;

  private record Measured(long bytes, long nanos) {}

  /** A process that runs some sessions. */
  private record Child(Process process, BufferedReader out) {
    static Child of(int sessions) throws IOException {
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--add-modules",
              "jdk.incubator.vector",
              "-XX:CompileCommandFile=../predict/kernels.hotspot",
              "-cp",
              System.getProperty("java.class.path"),
              SoakRun.class.getName(),
              String.valueOf(sessions))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return new Child(process, process.inputReader());
    }

    void awaitWarm() throws IOException {
      assertThat(out.readLine()).isEqualTo("warm");
    }

    Measured measure() throws IOException {
      process.outputWriter().write("\n");
      process.outputWriter().flush();
      String[] numbers = out.readLine().split(" ");
      return new Measured(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
  }

  @BeforeEach
  void beginTheLoad() {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(this::spin, "load-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void spin() {
    while (!over) {
      if (busy) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @AfterEach
  void endTheLoad() {
    over = true;
  }

  @Test
  void noProcessIsSlowerThanTheOthers() throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    while (all.size() < PROCESSES) {
      busy = true;
      List<Child> children = new ArrayList<>();
      for (int i = 0; i < SIDE_BY_SIDE && all.size() + i < PROCESSES; i++) {
        children.add(Child.of(1));
      }
      for (Child child : children) {
        child.awaitWarm();
      }
      busy = false;
      for (Child child : children) {
        all.add(child.measure());
        assertThat(child.process.waitFor()).isZero();
      }
    }
    check("processes", all);
  }

  @Test
  void noSessionIsSlowerThanTheOthers() throws IOException {
    Child child = Child.of(SESSIONS);
    List<Measured> all = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      busy = true;
      child.awaitWarm();
      busy = false;
      all.add(child.measure());
    }
    check("sessions", all);
  }

  private static void check(String what, List<Measured> all) {
    List<Long> nanos = all.stream().map(Measured::nanos).sorted().toList();
    long median = nanos.get(nanos.size() / 2);
    long most = all.stream().mapToLong(Measured::bytes).max().orElseThrow();
    System.out.println(all.size() + " " + what + ": ns a step: least " + nanos.get(0) + ", median "
        + median + ", most " + nanos.get(nanos.size() - 1) + "; bytes a step: most " + most
        + "; allocating: " + all.stream().filter(SoakTest::allocates).count() + "; too slow: "
        + nanos.stream().filter(each -> each > TOO_SLOW * median).count());
    assertThat(all).noneMatch(SoakTest::allocates);
    assertThat(nanos.get(nanos.size() - 1)).isLessThanOrEqualTo((long) (TOO_SLOW * median));
  }

  private static boolean allocates(Measured one) {
    return one.bytes >= AllocationTest.CALLER;
  }
}
