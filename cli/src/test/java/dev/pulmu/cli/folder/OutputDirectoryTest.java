package dev.pulmu.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  private static final int AT_ONCE = 8;

  @TempDir
  private Path temporary;

  @Test
  void whoeverBeginsInTheSameSecondHasADirectoryOfItsOwn() throws Exception {
    ExecutorService team = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (int second = 0; second < 50; second++) {
        Path wanted = temporary.resolve("runs" + second).resolve("csv-20261201-000815");
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        List<Callable<Path>> runs = new ArrayList<>();
        for (int run = 0; run < AT_ONCE; run++) {
          runs.add(() -> {
            together.await();
            try (RunFolder folder = RunFolder.create(OutputDirectory.fresh(wanted), 2)) {
              return Files.writeString(folder.path().resolve("report.json"), "{}")
                  .getParent();
            }
          });
        }
        List<Path> came = new ArrayList<>();
        for (Future<Path> run : team.invokeAll(runs)) {
          came.add(run.get());
        }
        List<Path> names = new ArrayList<>(List.of(wanted));
        for (int number = 2; number <= AT_ONCE; number++) {
          names.add(wanted.resolveSibling("csv-20261201-000815-" + number));
        }
        assertThat(came).containsExactlyInAnyOrderElementsOf(names);
      }
    } finally {
      team.shutdown();
    }
  }

  @Test
  void aFreshOneThatStaysEmptyGoesWithWhatWasMadeAboveIt() {
    OutputDirectory directory = OutputDirectory.fresh(temporary.resolve("a/b/run"));
    assertThat(directory.path()).isEmptyDirectory();
    directory.removeIfEmpty();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void whereNothingCanBeMadeIsSaid() throws IOException {
    Path file = Files.createFile(temporary.resolve("runs"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputDirectory.fresh(file.resolve("run")))
        .withMessageStartingWith("cannot write to directory " + file + ": ");
  }
}
