package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes out on machines of a language with digits of its own (Persian), and of one whose i
 * becomes another capital (Turkish), against the same in English.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the status of a killed process says less there")
class LocaleTest {
  private static final int KILLED = 128 + 9;
  private static final int EPOCHS = 10;
  private static final int STEPS = EPOCHS * 17;

  /** Makes a checkpoint take half a second: who sees the first kills before the last is there. */
  private static final int SLOW_MILLIS = 50;

  private static final String ENGLISH = "en-US";
  private static final String PERSIAN = "fa-IR";

  @TempDir
  private static Path directory;

  private static Path data;
  private static Path english;
  private static SharedClasses classes;

  @BeforeAll
  static void trainInEnglish() throws Exception {
    assertThat(String.format(Locale.forLanguageTag(PERSIAN), "%d", 40))
        .as("40 in Persian: without the JDK's module jdk.localedata nothing is tested here")
        .isEqualTo("۴۰");
    data = data(directory.resolve("data"));
    english = directory.resolve(ENGLISH);
    classes = new SharedClasses(directory);
    try (CommandLineProcess process = train(ENGLISH, 0, classes.leave(), english)) {
      assertThat(process.status()).as(process::said).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PERSIAN, "tr-TR"})
  void aRunThatIsKilledGoesOnAndIsReplayedAsInEnglish(String language) throws Exception {
    Path run = directory.resolve(language);
    try (CommandLineProcess process = train(language, SLOW_MILLIS, classes.take(), run)) {
      process.await(() -> RunFiles.newest(run) > 0);
      assertThat(process.kill()).as(process::said).isEqualTo(KILLED);
    }
    assertThat(run.resolve("settings.txt")).hasSameBinaryContentAs(english.resolve("settings.txt"));

    String lines =
        pulmu(language, "train --checkpoint-every 1step", "--data", data, "--resume", run);
    assertThat(lines).containsPattern("going on after step [0-9]+").isASCII();
    assertThat(RunFiles.checkpoint(run, STEPS)).isDirectory();
    assertThat(RunFiles.steps(run)).as("the last two and the best").hasSizeBetween(2, 3);
    assertThat(tree(run)).allSatisfy(file -> assertThat(file).isASCII());
    assertThat(RunFiles.result(run)).isEqualTo(RunFiles.result(english));

    assertThat(pulmu(language, "replay", "--data", data, run)).contains("as in the report");
  }

  @Test
  void aSearchThatIsCutOffGoesOnAsInEnglish() throws Exception {
    Path whole = directory.resolve("search-" + ENGLISH);
    Path cut = directory.resolve("search-" + PERSIAN);
    search(ENGLISH, whole);
    search(PERSIAN, cut);
    List<String> journal = Files.readAllLines(cut.resolve("search.jsonl"));
    Files.write(cut.resolve("search.jsonl"), journal.subList(0, journal.size() - 2));

    assertThat(pulmu(PERSIAN, "search", "--data", data, "--resume", cut)).contains("going on");

    for (String file : List.of("search.json", "search.svg")) {
      assertThat(cut.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static CommandLineProcess train(
      String language, int slowMillis, List<String> flags, Path run) throws IOException {
    String command = "train --hidden 16 --batch-norm --batch 32 --epochs " + EPOCHS
        + " --early-stopping patience(9) --schedule cosine --seed 1"
        + " --checkpoint-every 1step --keep-checkpoints 2";
    return start(language, slowMillis, flags, command, "--data", data, "--out", run);
  }

  private static void search(String language, Path out) throws Exception {
    String command = "search --hidden 16 --epochs 2 --range rate=1e-3..1 --trials 4 --seed 1";
    pulmu(language, command, "--data", data, "--out", out);
  }

  /** What a command printed that succeeded. */
  private static String pulmu(String language, String command, Object... more) throws Exception {
    try (CommandLineProcess process = start(language, 0, classes.take(), command, more)) {
      assertThat(process.status()).as(process::said).isZero();
      return process.lines();
    }
  }

  /** Starts a command, the words of a text and then others. */
  private static CommandLineProcess start(
      String language, int slowMillis, List<String> flags, String command, Object... more)
      throws IOException {
    Locale locale = Locale.forLanguageTag(language);
    List<String> all = new ArrayList<>(flags);
    all.add("-Duser.language=" + locale.getLanguage());
    all.add("-Duser.country=" + locale.getCountry());
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    Stream.of(more).map(Object::toString).forEach(arguments::add);
    return CommandLineProcess.start(directory, slowMillis, all, arguments);
  }
}
