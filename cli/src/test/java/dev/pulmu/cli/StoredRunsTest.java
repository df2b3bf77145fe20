package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.config.TableSettings;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.feed.Sampling;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.optimizer.EpsilonPlacement;
import dev.pulmu.optimizer.Momentum;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.report.Replay;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Run;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that a version of Pulmu did, replayed by this one: whatever was changed in between, the
 * weights are the same, bit by bit, and so are losses and rates. Of batch norm's running statistics
 * and of dropout in use, only losses tell. The reports lie in {@code stored-runs}, and its README
 * says how they were made.
 *
 * <p>The {@code cpu} backend promises these bits on every machine and JDK; {@code nd4j} promises
 * them only where the processor and the libraries are the same. Where other bits came and the
 * report says that they may, a test is skipped.
 */
class StoredRunsTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "dev", "pulmu", "cli", "stored-runs");

  /** Where the reports of the replays go. */
  private static final Path REPLAYED = Path.of("target", "stored-runs");

  /** The text of a constant schedule is its rate alone. */
  private static final Predicate<String> CHANGES = schedule -> !schedule.equals("constant");

  private static final List<String> RESULTS = List.of(
      "ending",
      "bestEpoch",
      "epochs",
      "edits",
      "testLoss",
      "testAccuracy",
      "confusion",
      "steps",
      "weightsSha256");

  /** Losses are sums of logarithms in double, which the first of these runs took from Math. */
  private static final Comparator<JsonNode> CLOSE = (a, b) -> a.equals(b)
          || a.isDouble() && Math.abs(a.asDouble() - b.asDouble()) < 1e-12 * Math.abs(b.asDouble())
      ? 0
      : 1;

  @ParameterizedTest(name = "{0}")
  @MethodSource("reports")
  void aStoredRunGivesTheSameWeightsAndResults(Path report) throws IOException {
    Replay stored = Replay.read(FOLDER.resolve(report));
    String data = stored.dataset().name().equals("csv") ? "table" : "images";

    RunReport replayed =
        Run.replay(stored, Lookup.usual().in(FOLDER.resolve(data))).train().report();

    Path file = REPLAYED.resolve(report);
    Files.createDirectories(file.getParent());
    replayed.write(file);
    ObjectNode then = results(FOLDER.resolve(report));
    ObjectNode now = results(file);
    boolean same = now.equals(CLOSE, then);
    if (!same) {
      List<String> reasons = reasons(stored, replayed);
      if (!reasons.isEmpty()) {
        System.err.println("SKIPPED: StoredRunsTest of " + report + "; " + reasons);
      }
      assumeTrue(reasons.isEmpty(), () -> report + " comes out otherwise here, " + reasons);
    }
    assertThat(same)
        .as("results of %s, replayed in %s: %s wants %s", report, file, now, then)
        .isTrue();
  }

  /** What came of a run, without times. */
  private static ObjectNode results(Path report) throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(report.toFile());
    json.get("epochs")
        .forEach(epoch -> ((ObjectNode) epoch).remove(List.of("seconds", "samplesPerSecond")));
    json.retain(RESULTS);
    return json;
  }

  /** What has changed since, of that which bits of such a run may depend on. */
  private static List<String> reasons(Replay stored, RunReport replayed) {
    Map<String, String> then = new HashMap<>(stored.bits());
    Map<String, String> now = new HashMap<>(replayed.bits());
    if (!stored.bits().get("backend").equals("nd4j")) {
      return List.of();
    }
    Stream.of(then, now).forEach(bits -> bits.remove("java"));
    return then.keySet().stream()
        .filter(name -> !then.get(name).equals(now.get(name)))
        .map(name -> name + ": " + then.get(name) + " then, " + now.get(name) + " now")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void everySettingThatHasASayInTheWeightsIsStored(String backend) throws IOException {
    List<RunConfig> configs = configs(backend);

    assertThat(Settings.all())
        .filteredOn(setting ->
            configs.stream().allMatch(config -> config.get(setting).equals(setting.standard())))
        .as("settings that every run has at their defaults")
        .containsExactlyInAnyOrder(
            Settings.PRECISION,
            Settings.MAX_TIME,
            TableSettings.COLUMNS,
            TableSettings.MISSING,
            TableSettings.BAD_ROWS,
            TableSettings.SPLIT,
            Settings.named("size"),
            Settings.named("channels"));
    assertThat(configs).extracting(config -> config.get(Settings.BACKEND)).containsOnly(backend);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void everyNameIsStored(String backend) throws IOException {
    List<RunConfig> configs = configs(backend);

    assertThat(names(configs, Settings.NETWORK))
        .containsAll(Activation.names())
        .containsAll(words(BatchNorm.Statistics.values()))
        .containsAll(words(Dropout.Style.values()))
        .containsAll(Initialization.names());
    assertThat(texts(configs, Settings.SAMPLING)).containsAll(words(Sampling.values()));
    assertThat(texts(configs, Settings.VALIDATION_ROWS))
        .containsAll(words(ValidationRows.values()));
    assertThat(texts(configs, Settings.SAVE)).containsAll(words(Settings.Save.values()));
    assertThat(names(configs, Settings.LOSS)).containsAll(Loss.names());
    assertThat(names(configs, Settings.OPTIMIZER))
        .containsAll(Optimizer.names())
        .containsAll(Schedule.names().stream().filter(CHANGES).toList())
        .containsAll(words(Momentum.Form.values()))
        .containsAll(words(EpsilonPlacement.values()));
  }

  /** The values of a setting, as texts. */
  private static Set<String> texts(List<RunConfig> configs, Setting<?> setting) {
    return configs.stream().map(config -> config.text(setting)).collect(Collectors.toSet());
  }

  /** All words in them. */
  private static Set<String> names(List<RunConfig> configs, Setting<?> setting) {
    return texts(configs, setting).stream()
        .flatMap(text -> Arrays.stream(text.split("[ (),=]+")))
        .collect(Collectors.toSet());
  }

  private static List<String> words(Enum<?>... constants) {
    return Arrays.stream(constants).map(Call::word).toList();
  }

  private static List<RunConfig> configs(String backend) throws IOException {
    return reports()
        .filter(report -> report.startsWith(backend))
        .map(report -> Replay.read(FOLDER.resolve(report)).config())
        .toList();
  }

  /** Their paths below the folder. */
  private static Stream<Path> reports() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(FOLDER::relativize)
          .sorted()
          .toList()
          .stream();
    }
  }
}
