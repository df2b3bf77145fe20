package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTest {
  private static final String RATE = "rate=1e-3..1";
  private static final String DECAY = "weight-decay=1e-8..1e-4";

  @TempDir
  private Path directory;

  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = data(directory.resolve("data"));
    out = directory.resolve("out");
  }

  @Test
  void theBestTrialsAreShownAndTheyAreWhatTrainingGives() throws IOException {
    Result result = search("--range", RATE, "--range", DECAY, "--trials", "7");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
        .contains("mnist: 540 training, 60 validation rows; the test rows are left out")
        .contains("7 trials, 0 of them diverged")
        .contains("rank  trial epochs val. accuracy  val. loss       rate weight-decay");
    assertThat(tree(out))
        .containsExactly(
            ".lock",
            "data-location.txt",
            "search.json",
            "search.jsonl",
            "search.png",
            "search.svg");
    JsonNode best = json().at("/ranking/0");
    String rate = best.at("/values/rate").asText();
    assertThat(result.out()).contains("best: --optimizer 'sgd(rate=" + rate + ")'");

    Path run = directory.resolve("run");
    List<String> train = new ArrayList<>(List.of("train", "--out", run.toString()));
    train.addAll(fixed());
    train.addAll(List.of("--optimizer", "sgd(rate=" + rate + ")"));
    train.addAll(List.of("--weight-decay", best.at("/values/weight-decay").asText()));
    assertThat(pulmu(train.toArray(String[]::new)).status()).isZero();
    JsonNode epochs = RunFiles.report(run).get("epochs");
    assertThat(epochs.get(1).get("validationLoss")).isEqualTo(best.get("validationLoss"));
    assertThat(best.get("epochs").get(1).get("trainLoss"))
        .isEqualTo(epochs.get(1).get("trainLoss"));
  }

  @Test
  void thePlotsShowOneChartATrial() throws Exception {
    assertThat(search("--range", RATE, "--trials", "6").status()).isZero();

    BufferedImage image = ImageIO.read(out.resolve("search.png").toFile());
    int[] blue = new int[2]; // pixels in the colour of training, by row of charts
    int middle = image.getHeight() / 2;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        blue[y < middle ? 0 : 1] += (image.getRGB(x, y) & 0xFFFFFF) == 0x0072B2 ? 1 : 0;
      }
    }
    assertThat(blue[0]).isGreaterThan(3 * blue[1]); // five charts above, one below
    assertThat(blue[1]).isPositive();

    String svg = Files.readString(out.resolve("search.svg"));
    assertThat(svg).contains("#6, trial ", ">epochs<", ">accuracy<", ">validation<");
    DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
    xml.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    xml.newDocumentBuilder().parse(out.resolve("search.svg").toFile());
  }

  @Test
  void aSearchGoesOnWithoutItsSettingsBeingSaid() throws IOException {
    search("--range", RATE, "--trials", "5", "--rounds", "2");
    String whole = Files.readString(out.resolve("search.json"));
    List<String> lines = Files.readAllLines(out.resolve("search.jsonl"));
    Files.writeString(
        out.resolve("search.jsonl"), String.join("\n", lines.subList(0, 4)) + "\n{\"trial\":");
    Files.delete(out.resolve("search.json"));

    Result resumed = pulmu("search", "--resume", out.toString(), "--data", data.toString());

    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.out()).startsWith(out + ": going on after 3 ");
    assertThat(Files.readString(out.resolve("search.json"))).isEqualTo(whole);
    assertThat(pulmu("search", "--resume", out.toString(), "--trials", "6", "--data", "" + data)
            .errorLines())
        .containsExactly("pulmu search: " + out + " is a search with --trials '5', asked was '6';"
            + " leave it out, or begin a new search");
    assertThat(search("--range", RATE).errorLines())
        .containsExactly("pulmu search: " + out + " has a search already; go on with --resume "
            + out + " or take another directory");
  }

  @Test
  void aSearchThatIsKilledGoesOnToTheSameResult() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("search", "--out", out.toString()));
    arguments.addAll(fixed());
    arguments.addAll(List.of("--backend", "cpu", "--range", RATE, "--trials", "30"));
    Path journal = out.resolve("search.jsonl");
    try (CommandLineProcess process = CommandLineProcess.start(directory, 0, arguments)) {
      process.await(() -> Files.exists(journal) && Files.readAllLines(journal).size() > 3);
      assertThat(process.kill()).as(process::said).isEqualTo(137);
    }
    assertThat(pulmu("search", "--resume", out.toString(), "--data", data.toString())
            .status())
        .isZero();
    String resumed = Files.readString(out.resolve("search.json"));

    out = directory.resolve("undisturbed");
    arguments.set(2, out.toString());
    assertThat(pulmu(arguments.toArray(String[]::new)).status()).isZero();
    assertThat(resumed).isEqualTo(Files.readString(out.resolve("search.json")));
  }

  @Test
  void theTableWrapsWhereThereAreManyParameters() throws IOException {
    Result result = search(
        "--trials",
        "4",
        "--range",
        RATE,
        "--range",
        DECAY,
        "--range",
        "batch=16..64 log2 int",
        "--range",
        "dropout=0..0.5 linear",
        "--range",
        "label-smoothing=0.01..0.1",
        "--halving",
        "2");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    for (JsonNode trial : json().get("ranking")) {
      assertThat(trial.at("/values/batch").asInt()).isIn(16, 32, 64);
      assertThat(result.out()).contains(trial.at("/values/dropout").asText());
    }
    assertThat(json().at("/ranking/0/epochs")).hasSize(2);
    assertThat(json().at("/ranking/3/epochs")).hasSize(1);
  }

  @Test
  void aTableOfNumbersIsJudgedByItsLoss() throws IOException {
    Files.createDirectories(directory.resolve("table"));
    StringBuilder rows = new StringBuilder("x,y,price\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 7 / 7.0).append(',').append(i % 5 / 5.0).append(',').append(i % 7 / 3.5 + 1);
      rows.append('\n');
    }
    Files.writeString(directory.resolve("table/train.csv"), rows);
    Files.writeString(directory.resolve("table/test.csv"), "x,y,price\n0,0,1\n");
    Result result = pulmu(
        "search",
        "--dataset",
        "csv",
        "--data",
        directory.resolve("table").toString(),
        "--targets",
        "numbers(price)",
        "--loss",
        "mean-squared-error",
        "--hidden",
        "none",
        "--optimizer",
        "sgd",
        "--batch",
        "10",
        "--range",
        RATE,
        "--trials",
        "4",
        "--backend",
        "nd4j",
        "--out",
        out.toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("1 at once; 4 trials");
    double last = 0;
    for (JsonNode trial : json().get("ranking")) {
      assertThat(trial.has("validationAccuracy")).isFalse();
      assertThat(trial.get("validationLoss").asDouble()).isGreaterThanOrEqualTo(last);
      last = trial.get("validationLoss").asDouble();
    }
    assertThat(Files.readString(out.resolve("search.svg"))).contains(">loss<");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --trials=0 --range rate=1..2 | trials wants a whole number of at least 1, came 0
          --range rate=2..1 | range rate wants LOW below HIGH, came 2..1
          --range foo=1..2 | range foo: no number to search over 'foo'; known: weight-decay, l1, clip, ema, batch, accumulate, epochs, dropout, label-smoothing, rate
          --trials=3 | a search wants something to search over, as in --range 'rate=1e-6..1e-2'
          --validation=0 --range rate=1..2 | a search wants rows to judge trials on, --validation 0 holds none back
          --range rate=1..2 --backend tpu | no backend 'tpu'; did you mean 'cpu'? Known: auto, cuda, cpu, nd4j
          --resume nowhere | a search goes on where it is; leave --out out, or --resume
          """)
  void nonsenseIsRefusedInOneLineAndLeavesNothing(String arguments, String message) {
    Result result = search(arguments.split(" "));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines()).containsExactly("pulmu search: " + message);
    assertThat(out).doesNotExist();
  }

  private Result search(String... arguments) {
    List<String> all = new ArrayList<>(List.of("search", "--out", out.toString()));
    all.addAll(fixed());
    all.addAll(List.of("--optimizer", "sgd"));
    all.addAll(Arrays.asList(arguments));
    return pulmu(all.toArray(String[]::new));
  }

  private List<String> fixed() {
    return List.of("--data", data.toString(), "--hidden", "8", "--batch", "50", "--epochs", "2");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.resolve("search.json").toFile());
  }
}
