package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.run.Setting;
import dev.pulmu.run.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate", "describe", "devices"})
  void everyCommandHasHelpWithAnExampleThatFitsTheScreen(String command) {
    Result help = pulmu(command, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Example").contains("  pulmu " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void withoutACommandThereIsHelp() {
    assertThat(pulmu().status()).isZero();
    assertThat(pulmu().out()).contains("Usage: pulmu").contains("train").contains("devices");
  }

  @Test
  void trainHasAnOptionForEverySetting() {
    String help = pulmu("train", "--help").out();

    assertThat(Settings.all())
        .extracting(Setting::key)
        .allSatisfy(key -> assertThat(help).contains("--" + key));
  }

  @Test
  void theVersionNamesTheCommit() {
    assertThat(pulmu("--version").out())
        .matches("pulmu \\S+ \\(commit ([0-9a-f]{40}(-dirty)?|unknown)\\), Java .*\\R");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          trian | pulmu: no command 'trian'; known: train, evaluate, describe, devices | pulmu
          train x | pulmu train: 'x' is one argument too many | pulmu train
          train --batch | pulmu train: Missing required parameter for option '--batch' (N) | pulmu train
          evaluate | pulmu evaluate: Missing required parameter: 'MODEL' | pulmu evaluate
          describe --inputs x | pulmu describe: Invalid value for option '--inputs': 'x' is not an int | pulmu describe
          describe --inputs 0 | pulmu describe: a network wants at least 1 input, came 0 | pulmu describe
          describe m --batch 3 | pulmu describe: a saved model has its own network; leave out --batch | pulmu describe
          devices --all | pulmu devices: no option '--all'; known: --help, --version, --stacktrace | pulmu devices
          """)
  void aWrongCommandLineIsRefusedInOneLineAndAHint(String line, String message, String command) {
    Result result = pulmu(line.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines()).containsExactly(message, "see '" + command + " --help'");
  }

  @Test
  void describeShowsThePlanOfItsOptions() {
    Result described =
        pulmu("describe", "--inputs", "4", "--classes", "3", "--hidden", "5", "--batch-norm");

    assertThat(described.status()).isZero();
    assertThat(described.out())
        .startsWith("4 inputs, batch 128, adam(")
        .contains("dense1   4→5")
        .contains("dense2   5→3")
        .contains("dense1.runningMean");
  }

  @Test
  void devicesSaysForEachBackendWhetherItCanRun() {
    Result devices = pulmu("devices");

    assertThat(devices.status()).isZero();
    assertThat(devices.out().lines())
        .anyMatch(line -> line.startsWith("nd4j     usable: "))
        .anyMatch(line -> line.startsWith("cpu      "))
        .anyMatch(line -> line.startsWith("cuda     "))
        .anyMatch(line -> line.matches("Java .*, \\d+ cores, heap of at most .* GiB of memory"));
  }
}
