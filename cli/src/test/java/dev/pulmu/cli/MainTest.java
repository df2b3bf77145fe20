package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "search",
        "evaluate",
        "predict",
        "replay",
        "export",
        "import",
        "describe",
        "bench",
        "study",
        "datasets",
        "devices"
      })
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
  void helpOfManyOptionsStandsUnderHeadings() {
    String help = pulmu("train", "--help").out();

    assertThat(help.lines().filter(line -> line.matches("[A-Z].*:") && !line.equals("Examples:")))
        .containsExactly(
            "Data:",
            "Network:",
            "Training:",
            "Regularisation:",
            "End of training:",
            "Run:",
            "Machine:",
            "Help:");
    assertThat(help.substring(help.indexOf("\nNetwork:"), help.indexOf("\nTraining:")))
        .contains("--hidden=", "--activation=", "--loss=")
        .doesNotContain("--epochs");
    for (String command : List.of("train", "search", "describe", "bench")) {
      CommandLine line = Main.commandLine().getSubcommands().get(command);
      List<String> shown = pulmu(command, "--help")
          .out()
          .replaceFirst("(?s)\nExamples:.*", "")
          .lines()
          .filter(text -> text.matches("  (    |-[a-zA-Z], )--.*"))
          .map(text -> text.replaceFirst(".*?(--[a-z0-9-]+).*", "$1"))
          .toList();
      assertThat(shown)
          .as(command)
          .containsExactlyInAnyOrderElementsOf(line.getCommandSpec().options().stream()
              .map(OptionSpec::longestName)
              .toList());
      assertThat(line.getCommandSpec().options())
          .allMatch(option -> Heading.of(option).isPresent());
    }
  }

  @Test
  void everyDescriptionIsASentenceWithAFullStop() {
    commands(Main.commandLine()).forEach(command -> {
      CommandSpec spec = command.getCommandSpec();
      List<String[]> texts =
          new ArrayList<>(List.<String[]>of(spec.usageMessage().description()));
      spec.args().forEach(argument -> texts.add(argument.description()));
      assertThat(texts)
          .extracting(lines -> String.join(" ", lines))
          .as(spec.qualifiedName())
          .allMatch(text -> text.matches("[A-Z].*\\.( Default: .*)?"));
    });
  }

  private static Stream<CommandLine> commands(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(MainTest::commands));
  }

  @Test
  void theVersionNamesTheCommit() {
    assertThat(pulmu("--version").out())
        .matches("pulmu \\S+ \\(commit ([0-9a-f]{40}(-dirty)?|unknown)\\), Java .*\\R");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          trian | pulmu: no command 'trian'; did you mean 'train'?
          train x | pulmu train: 'x' is one argument too many
          train --batch | pulmu train: Missing required parameter for option '--batch' (N)
          evaluate | pulmu evaluate: Missing required parameter: 'MODEL'
          describe --inputs x | pulmu describe: Invalid value for option '--inputs': 'x' is not an int
          describe --inputs 0 | pulmu describe: the shape of a sample wants sizes of at least 1 and at most 2147483647 numbers in all, came '0'
          describe m --batch 3 | pulmu describe: a saved model has its own network; leave out --batch
          devices --all | pulmu devices: no option '--all'; known: --help, --version, --stacktrace
          """)
  void aWrongCommandLineIsRefusedInOneLine(String line, String message) {
    Result result = pulmu(line.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines()).containsExactly(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train --data gr\ufffd\ufffde", "describe --hidden \ufffd"})
  void anArgumentThatTheJvmCouldNotReadIsTheReason(String line) {
    String[] words = line.split(" ");

    assertThat(pulmu(words).errorLines())
        .containsExactly("pulmu " + words[0] + ": '" + words[2] + "' is no text in the locale's"
            + " character set, " + System.getProperty("sun.jnu.encoding")
            + "; set LC_ALL to a locale that fits, such as C.UTF-8");
  }

  @Command(name = "burst")
  private static final class Burst implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void aHeapThatIsTooSmallIsToldWithHowToGiveMore() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.addSubcommand(new Burst()).setErr(new PrintWriter(err));

    assertThat(line.execute("burst")).isEqualTo(1);

    assertThat(err.toString())
        .matches("pulmu burst: the heap of \\d+ MiB is too small \\(Java heap space\\); give it"
            + " more with PULMU_JAVA_OPTS=-Xmx\\d+g\\R");
  }

  @Test
  void aMessageOfOursIsToldAsItIs() {
    assertThat(Refusals.message(new IllegalStateException("ours"))).isEqualTo("ours");
    assertThat(Refusals.message(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void describeShowsTheNodesOfAStepWithoutAGpuToo() {
    Result described = pulmu("describe", "--hidden", "none", "--backend", "cuda");
    assertThat(described.status()).isZero();
    assertThat(described.out()).contains("step of 128 rows: ", " gather ", " update ", "use, ");
  }

  @Test
  void describeShowsThePlanOfItsOptions() {
    Result described =
        pulmu("describe", "--inputs", "4", "--classes", "3", "--hidden", "5", "--batch-norm");

    assertThat(described.status()).isZero();
    assertThat(described.out())
        .startsWith("4: dense(5, init=he) batch-norm(")
        .contains(" relu, dense(3, init=xavier)\nbatch 128, adam(")
        .contains("dense1   4→5")
        .contains("dense2   5→3")
        .contains("dense1.runningMean");
  }

  @Test
  void describeShowsTheNetworkOfAText() {
    String text = "2x3: dense(4, init=zeros) tanh, dense(2, init=he)";
    Result described = pulmu("describe", "--network", text);

    assertThat(described.status()).isZero();
    assertThat(described.out()).startsWith(text + "\nbatch 128, adam(");
    assertThat(pulmu("describe", "--network", text, "--inputs", "7").err())
        .contains("the network takes 2x3 = 6, the data has 7 numbers a sample");
  }

  @Test
  void devicesSaysForEachBackendWhetherItCanRun() {
    Result devices = pulmu("devices");

    assertThat(devices.status()).isZero();
    assertThat(devices.out().lines())
        .anyMatch(line -> line.startsWith("nd4j     usable: "))
        .anyMatch(line -> line.startsWith("cpu      usable: Java Vector API, "))
        .anyMatch(line -> line.startsWith("cuda     "))
        .anyMatch(line -> line.matches("Java .*, \\d+ cores, heap of at most .* GiB of memory"));
  }
}
