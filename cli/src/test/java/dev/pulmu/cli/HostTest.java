package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.backend.cpu.CpuBackend;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run takes of the machine: cores, vectors, and only the natives that it needs. */
class HostTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @TempDir
  private Path temp;

  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = data(temp.resolve("data"));
  }

  @AfterEach
  void asManyWorkersAsUsual() {
    System.clearProperty(CpuBackend.THREADS);
  }

  @Test
  void aRunOnTheCpuLoadsNoNativesOfNd4j() throws Exception {
    List<String> flags = List.of("-cp", System.getProperty("java.class.path"), "-verbose:class");
    String out = child(flags, train("cpu", "run")).lines();

    assertThat(out)
        .contains("\ncpu: plain loops, ", " dev.pulmu.backend.cpu.CpuExecutor ")
        .doesNotContain(" org.nd4j.linalg.factory.Nd4j ", " org.bytedeco.javacpp.Loader ");
  }

  @Test
  void withoutVectorsItSaysOnceHowToGetThem() throws Exception {
    List<String> flags = List.of("-cp", System.getProperty("java.class.path"));
    String said = child(flags, train("cpu", "run")).said();

    assertThat(said.lines().filter(line -> line.contains("--add-modules jdk.incubator.vector")))
        .containsExactly("pulmu train: backend cpu: plain loops are many times slower than the"
            + " Vector API; add --add-modules jdk.incubator.vector to the JVM, as ./pulmu does"
            + " where the JDK has it");
    assertThat(child(flags, train("auto", "other")).said())
        .contains("nd4j: ")
        .containsOnlyOnce("backend auto is nd4j here; cpu would be faster: plain loops are many"
            + " times slower than the Vector API; add --add-modules jdk.incubator.vector");
    assertThat(child(flags, List.of("devices")).lines())
        .contains("cpu      usable: plain loops, workers: " + CORES)
        .contains("add --add-modules jdk.incubator.vector to the JVM");
  }

  @Test
  void moreWorkersThanCoresTakeTurnsWithTheSameResult() throws IOException {
    Result one = pulmu(with(train("cpu", "run"), "--threads", "1"));
    assertThat(one.err()).isEmpty();
    assertThat(one.out()).contains(", workers: 1\n");
    String weights = weights("run");

    int many = CORES + 1;
    Result more = pulmu(with(train("cpu", "many"), "--threads", Integer.toString(many)));
    assertThat(more.status()).isZero();
    assertThat(more.errorLines())
        .containsExactly("pulmu train: --threads " + many + " on " + CORES
            + " cores: workers take turns, which is slower");
    assertThat(more.out()).contains(", workers: " + many + "\n");
    assertThat(weights("many")).isEqualTo(weights);

    Result replay = pulmu(
        "replay", temp.resolve("run").toString(), "--data", data.toString(), "--threads", "1");
    assertThat(replay.out()).contains(", workers: 1\n").contains(": as in the report");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      0 | --threads wants 1..1024, came 0
      -2 | --threads wants 1..1024, came -2
      1025 | --threads wants 1..1024, came 1025
      two | Invalid value for option '--threads': 'two' is not an int
      """)
  void threadsThatMakeNoSense(String threads, String message) {
    for (String[] command : List.of(
        with(train("cpu", "run"), "--threads", threads),
        new String[] {"evaluate", "model", "--threads", threads},
        new String[] {"replay", "report", "--threads", threads})) {
      Result result = pulmu(command);

      assertThat(result.status()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.errorLines()).containsExactly("pulmu " + command[0] + ": " + message);
    }
  }

  private CommandLineProcess child(List<String> flags, List<String> arguments) throws Exception {
    CommandLineProcess process = CommandLineProcess.start(temp, 0, flags, arguments);
    assertThat(process.status()).as(process::said).isZero();
    return process;
  }

  private List<String> train(String backend, String folder) {
    String out = temp.resolve(folder).toString();
    return List.of(
        "train",
        "--epochs",
        "1",
        "--seed",
        "1",
        "--backend",
        backend,
        "--data",
        data.toString(),
        "--out",
        out);
  }

  private static String[] with(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String weights(String folder) throws IOException {
    Path report = temp.resolve(folder).resolve("report.json");
    return new ObjectMapper()
        .readTree(Files.readString(report))
        .get("weightsSha256")
        .asText();
  }
}
