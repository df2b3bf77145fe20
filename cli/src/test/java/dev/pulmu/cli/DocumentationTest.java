package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.config.RunConfig;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.optimizer.Dialect;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages on settings and on reliability say what is so. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "settings.md");
  private static final Path RELIABILITY = Path.of("..", "docs", "reliability.md");

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsAConfigurationThatReadsBack(String example) {
    RunConfig config = RunConfig.parse(example);

    assertThat(config).isNotEqualTo(RunConfig.DEFAULT);
    assertThat(RunConfig.parse(config.text())).isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void everyScheduleOfTheTableIsOne(String schedule) {
    assertThat(Schedule.parse(schedule).base()).isEqualTo(0.1);
  }

  @Test
  void everyNameIsThere() throws IOException {
    List<String> names = Stream.of(
            Optimizer.names(),
            Dialect.names(),
            Schedule.names(),
            Loss.names(),
            Activation.names(),
            Initialization.names())
        .flatMap(List::stream)
        .toList();

    assertThat(Files.readString(PAGE)).contains(names);
  }

  @Test
  void everySituationIsHeldByTestsThatAreThere() throws IOException {
    Map<String, String> sources = new HashMap<>(); // some classes of several modules share a name
    for (Path file : SourceFilesTest.files("src/test/java")) {
      sources.merge(file.getFileName().toString(), Files.readString(file), String::concat);
    }
    Pattern test = Pattern.compile("`(\\w+)#(\\w+)`");
    List<String> situations = Files.readString(RELIABILITY)
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1) // the names of the columns
        .toList();

    assertThat(situations).hasSize(39).allMatch(line -> test.matcher(line).find());
    assertThat(test.matcher(String.join("\n", situations)).results())
        .filteredOn(named -> !sources
            .getOrDefault(named.group(1) + ".java", "")
            .contains("void " + named.group(2) + "("))
        .extracting(MatchResult::group)
        .as("tests that are nowhere")
        .isEmpty();
  }

  private static Stream<String> examples() throws IOException {
    return found("(?s)```settings\n(.*?)```");
  }

  /** What stands in the first column of the table of schedules, if it says a rate. */
  private static Stream<String> schedules() throws IOException {
    return found("(?m)^\\| (`[^|]*0\\.1[^|]*`) \\|.*$")
        .flatMap(cell -> Stream.of(cell.split("`, `")))
        .map(text -> text.replace("`", ""));
  }

  private static Stream<String> found(String pattern) throws IOException {
    List<String> found = Pattern.compile(pattern)
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
    assertThat(found).hasSizeGreaterThan(5);
    return found.stream();
  }
}
