package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulmu.bench.task.Workload;
import dev.pulmu.config.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
  private static final Path PAGE = Path.of("..", "docs", "benchmarks.md");
  private static final List<String> NAMES = List.of("numpy", "torch", "libtorch", "djl", "dl4j");

  @TempDir
  private Path folder;

  @Test
  void everyWorkloadIsOneThatPeersCanDo() {
    for (String name : Workload.names()) {
      assertThatCode(() -> Peers.check(Workload.named(name).config().plan(784, 10, 60_000)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      optimizer | momentum | momentum(
      optimizer | adam(placement=inside) | adam(
      schedule | cosine | adam(rate=cosine
      activation | tanh | tanh
      dropout | 0.2 | dropout
      weight-decay | 0.1 | a penalty
      l1 | 0.1 | a penalty
      clip | 1 | clipping
      ema | 0.9 | an average
      loss | sigmoid-cross-entropy | sigmoid-cross-entropy
      label-smoothing | 0.1 | smoothing=0.1
      accumulate | 2 | accumulated
      freeze | dense1 | frozen
      precision | tf32 | tf32
      """)
  void whatPeersDoNotDoIsRefusedByItsName(String key, String value, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Peers.check(RunConfig.DEFAULT.with(key, value).plan(784, 10, 60_000)))
        .withMessageStartingWith("peers do relu, ")
        .withMessageContaining(what)
        .withMessageEndingWith("leave it out, or --peers");
  }

  @Test
  void peersThatAreNotBuiltAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Bench(
            List.of(Tiny.workload()), Tiny.data(), List.of("nd4j"), 1, Optional.of(folder), 5))
        .withMessageStartingWith("peers are not built: there is no " + folder)
        .withMessageContaining("./pulmu bench --peers");
  }

  @Test
  void peersOfJavaHaveJarsOfTheirOwnAndNoneOfOurProperties() {
    Participant djl = Peers.ofJava(folder, 4).stream()
        .filter(peer -> peer.name().equals("djl"))
        .findFirst()
        .orElseThrow();
    List<String> command = djl.start().command(folder.resolve("task"), 1);

    assertThat(djl.threads()).containsExactly(1, 4);
    assertThat(command)
        .containsSubsequence(
            "-cp",
            folder.resolve("bench/target/peers/djl") + "/*",
            "dev.pulmu.bench.peer.DjlPeer",
            folder.resolve("task").toString())
        .noneMatch(flag -> flag.startsWith("-D"));
  }

  /** The page and the code have the same figures. */
  @Test
  void theFiguresOfBeforeAreThoseOfThePage() throws Exception {
    List<List<String>> table = new ArrayList<>();
    String page = Files.readString(PAGE);
    String peers = page.substring(page.indexOf("## Peers"));
    for (String line :
        peers.lines().skip(1).takeWhile(next -> !next.startsWith("## ")).toList()) {
      if (line.matches("\\| (A|A1024|B|C128|C1024) \\|.*")) {
        table.add(Arrays.stream(line.split("\\|")).map(String::strip).toList());
      }
    }

    assertThat(table).hasSize(5);
    for (List<String> row : table) {
      for (int i = 0; i < NAMES.size(); i++) {
        String figure = row.get(i + 2).replace(",", "");
        assertThat(Peers.published(NAMES.get(i), row.get(1)).stream()
                .mapToObj(micros -> Long.toString((long) micros)))
            .as("%s at %s", NAMES.get(i), row.get(1))
            .isEqualTo(figure.isEmpty() ? List.of() : List.of(figure));
      }
    }
  }
}
