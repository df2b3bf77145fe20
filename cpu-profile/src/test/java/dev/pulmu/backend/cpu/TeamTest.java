package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers meet, stop together, and cost nothing when there is nothing to do. */
class TeamTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BARRIERS = 100_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void allWorkersMeetAtEveryBarrier(int size) {
    // Two barriers a round; more workers than cores give way at every one
    int barriers = size > Runtime.getRuntime().availableProcessors() ? BARRIERS / 40 : BARRIERS / 2;
    assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
      try (Team team = new Team(size)) {
        team.start();
        int[] counts = new int[size * 64]; // plain: the barriers publish
        int[] wrong = new int[size * 64];
        team.run(worker -> {
          for (int i = 0; i < barriers; i++) {
            counts[worker * 64]++;
            team.await(worker);
            int next = (worker + 1) % size;
            wrong[worker * 64] += counts[next * 64] == i + 1 ? 0 : 1;
            team.await(worker);
          }
        });
        for (int worker = 0; worker < size; worker++) {
          assertThat(counts[worker * 64]).isEqualTo(barriers);
          assertThat(wrong[worker * 64]).as("worker %d", worker).isZero();
        }
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void whatOneWorkerFailsWithEndsTheJobOfAll(int size) {
    List<Throwable> failures = List.of(
        new IllegalStateException("no more"),
        new StackOverflowError("too deep"),
        new IOException("checked"));
    assertTimeoutPreemptively(SOON, () -> {
      try (Team team = new Team(size)) {
        team.start();
        for (int worker = 0; worker < size; worker++) {
          for (int at : new int[] {0, 50, 99, 100}) {
            for (Throwable failure : failures) {
              Failing failing = new Failing(worker, at);
              int[] passed = new int[size * 64];

              Throwable thrown = catchThrowable(() -> fail(team, failing, failure, passed));

              if (failure instanceof IOException) {
                assertThat(thrown).hasMessageContaining("checked").hasCause(failure);
              } else {
                assertThat(thrown).isSameAs(failure);
              }
              for (int i = 0; i < size; i++) {
                assertThat(passed[i * 64]).isLessThanOrEqualTo(at);
              }
              assertWorks(team);
            }
          }
        }
      }
    });
  }

  private record Failing(int worker, int at) {}

  private static void fail(Team team, Failing failing, Throwable failure, int[] passed) {
    team.run(worker -> {
      for (int i = 0; i <= 100; i++) {
        if (worker == failing.worker() && i == failing.at()) {
          TeamTest.<RuntimeException>doThrow(failure);
        }
        if (i < 100) {
          team.await(worker);
          passed[worker * 64]++;
        }
      }
    });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void doThrow(Throwable failure) throws T {
    throw (T) failure;
  }

  private static void assertWorks(Team team) {
    AtomicInteger sum = new AtomicInteger();
    team.run(worker -> {
      sum.addAndGet(1);
      team.await(worker);
      sum.addAndGet(1000 * (sum.get() % 1000 == team.size() ? 1 : 0));
      team.await(worker);
    });
    assertThat(sum.get()).isEqualTo(1001 * team.size());
  }

  @Test
  void idleWorkersParkAndCloseEndsThem() {
    assertTimeoutPreemptively(SOON, () -> {
      List<Thread> before = workers();
      Team team = new Team(3);
      team.start();
      assertWorks(team);
      List<Thread> mine =
          workers().stream().filter(thread -> !before.contains(thread)).toList();
      assertThat(mine).hasSize(2).allMatch(Thread::isDaemon);
      for (Thread thread : mine) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.sleep(1);
        }
      }
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long[] used = mine.stream()
          .mapToLong(each -> threads.getThreadCpuTime(each.getId()))
          .toArray();
      Thread.sleep(200);
      for (int i = 0; i < used.length; i++) {
        assertThat(threads.getThreadCpuTime(mine.get(i).getId()) - used[i]).isLessThan(20_000_000);
      }

      assertWorks(team);
      team.close();

      for (Thread thread : mine) {
        thread.join();
      }
    });
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pulmu-worker-"))
        .toList();
  }
}
