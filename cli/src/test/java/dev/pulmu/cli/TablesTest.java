package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of a user's own whose columns are used as they are, from a file to a tested model. */
class TablesTest {
  private static final int TRAIN = 300;
  private static final int TEST = 40;

  @TempDir
  private Path directory;

  /** A row of a table: its features are drawn, its targets follow from them. */
  private interface Rule {
    String targets(double a, double b, int row);
  }

  private static final Rule PRICE = (a, b, row) -> number(2 * a - 3 * b + 0.5);
  private static final Rule SIGNS = (a, b, row) -> (a > 0 ? 1 : 0) + "," + (b > 0 ? 1 : 0);
  private static final Rule KIND = (a, b, row) -> a > 0 ? "\"oak, red\"" : b > 0 ? "ash" : "elm";

  @Test
  void aLinearRelationIsFound() throws IOException {
    Path table = table("table", "price", PRICE);

    Result trained = train(
        table, "numbers(price)", "mean-squared-error", "--epochs", "60", "--validation", "0.2");

    assertThat(trained.err()).isEmpty();
    assertThat(trained.status()).isZero();
    JsonNode report = report();
    assertThat(report.get("testLoss").doubleValue()).isLessThan(1e-8); // of a variance of 4
    Model model = Model.load(out());
    assertThat(model.state().tensor("dense1.w").values()[0]).isCloseTo(2, within(1e-3f));
    assertThat(model.state().tensor("dense1.w").values()[1]).isCloseTo(-3, within(1e-3f));
    assertThat(model.state().tensor("dense1.b").values()[0]).isCloseTo(0.5f, within(1e-3f));

    assertThat(trained.out().lines())
        .contains("csv: 240 training, 60 validation, 40 test rows")
        .contains("  epoch       loss  val. loss  seconds  samples/s")
        .anyMatch(line -> line.contains("2 inputs, 1 outputs, 3 parameters"));
    assertNoLineIsTooLong(trained);
    double loss = report.get("testLoss").doubleValue();
    JsonNode metrics = report.get("testMetrics");
    String figures = String.format(
        Locale.ROOT,
        "test RMSE %.4g, MAE %.4g, R² 1.000, loss %.4g",
        Math.sqrt(loss),
        metrics.get("meanAbsoluteError").doubleValue(),
        loss);
    assertThat(trained.out().lines()).contains(figures);
    assertThat(metrics.at("/targets/0/name").textValue()).isEqualTo("price");
    assertThat(metrics.get("rootMeanSquaredError").doubleValue())
        .isCloseTo(Math.sqrt(loss), within(1e-9)); // of a loss that floats were summed up to
    assertThat(evaluate(table).out().lines()).contains(figures).hasSize(2);
  }

  @Test
  void whereNothingIsRightOrWrongTheReportHasNoAccuracy() throws IOException {
    train(table("table", "price", PRICE), "numbers(price)", "mean-squared-error");

    JsonNode report = report();

    assertThat(report.findValues("trainAccuracy")).isEmpty();
    assertThat(report.findValues("validationAccuracy")).isEmpty();
    assertThat(report.has("testAccuracy")).isFalse();
    assertThat(report.has("confusion")).isFalse();
    assertThat(report.at("/epochs/0/validationLoss").isNumber()).isTrue();
    assertThat(report.at("/config/targets").textValue()).isEqualTo("numbers(price)");
    assertThat(report.at("/dataset/name").textValue()).isEqualTo("csv");
    JsonNode evaluated = new ObjectMapper()
        .readTree(evaluate(directory.resolve("table"), "--json").out());
    assertThat(evaluated.fieldNames())
        .toIterable()
        .containsExactly("dataset", "backend", "device", "testLoss", "testMetrics");
    assertThat(evaluated.get("testMetrics")).isEqualTo(report.get("testMetrics"));
    assertThat(evaluated.get("testLoss")).isEqualTo(report.get("testLoss"));
    assertThat(evaluated.get("dataset")).isEqualTo(report.get("dataset"));
  }

  @Test
  void predictionsThatAreHalfAUnitOffHaveARootOfOneHalf() throws IOException {
    train(table("table", "price", PRICE), "numbers(price)", "mean-squared-error", "--epochs", "60");
    Path shifted = table("shifted", "price", (a, b, row) -> number(2 * a - 3 * b + 1));

    String line = evaluate(shifted).out().lines().toList().get(1);

    assertThat(line).startsWith("test RMSE 0.");
    assertThat(Double.parseDouble(line.replaceAll(".*RMSE (.*), MAE.*", "$1")))
        .isCloseTo(0.5, within(1e-3));
    assertThat(Double.parseDouble(line.replaceAll(".*, loss ", ""))).isCloseTo(0.25, within(1e-3));
  }

  @Test
  void aRowIsRightIfAllItsAnswersAre() throws IOException {
    Path table = table("table", "right,up", SIGNS);

    Result trained = train(table, "numbers(right,up)", "sigmoid-cross-entropy", "--epochs", "60");

    JsonNode report = report();
    assertThat(report.get("testAccuracy").doubleValue()).isEqualTo(1);
    assertThat(report.has("confusion")).isFalse();
    String figures = String.format(
        Locale.ROOT,
        "test subset accuracy 1.0000, loss %.4g",
        report.get("testLoss").doubleValue());
    assertThat(trained.out().lines())
        .contains(figures)
        .contains("  epoch     loss  accuracy  val. loss  val. accuracy  seconds  samples/s")
        .anyMatch(line -> line.contains("2 inputs, 2 outputs, 6 parameters"));
    assertNoLineIsTooLong(trained);
    assertThat(evaluate(table).out().lines()).contains(figures);

    Path oneOfFour =
        table("flipped", "right,up", (a, b, row) -> SIGNS.targets(row % 4 == 0 ? -a : a, b, row));
    assertThat(evaluate(oneOfFour).out()).contains("test subset accuracy 0.7500, loss ");
  }

  @Test
  void labelsHaveTheirNamesInTheConfusionTable() throws IOException {
    Path table = table("table", "species", KIND);

    train(table, "labels(species)", "softmax-cross-entropy", "--epochs", "60", "--hidden", "20");

    assertThat(report().get("testAccuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(report().at("/testMetrics/accuracy")).isEqualTo(report().get("testAccuracy"));
    Result evaluated = evaluate(table);
    assertThat(evaluated.out().lines())
        .contains("label         ash      elm oak, red recall")
        .anyMatch(line -> line.startsWith("ash "))
        .anyMatch(line -> line.startsWith("elm "))
        .anyMatch(line -> line.startsWith("oak, red "));
    Result more = evaluate(table, "--metrics");
    assertThat(more.out()).startsWith(evaluated.out());
    assertThat(more.out().lines())
        .contains("class     rows  precision  recall      F1  ROC AUC")
        .anyMatch(line -> line.startsWith("mean "));
    assertNoLineIsTooLong(more);
    assertThat(pulmu("describe", out().toString()).out().lines())
        .contains("features:      a, b")
        .contains("targets:       labels(species)")
        .contains("classes:       ash, elm, oak, red");
  }

  @Test
  void describeNamesTheColumnsOfARegression() throws IOException {
    train(table("table", "price", PRICE), "numbers(price)", "mean-squared-error");

    assertThat(pulmu("describe", out().toString()).out().lines())
        .contains("features:      a, b")
        .contains("targets:       numbers(price)")
        .noneMatch(line -> line.startsWith("classes:") || line.startsWith("test accuracy:"));
  }

  @Test
  void aModelIsTestedOnItsOwnColumnsAndClassesOnly() throws IOException {
    Path table = table("table", "species", KIND);
    train(table, "labels(species)", "softmax-cross-entropy", "--epochs", "1");
    Path swapped = directory.resolve("swapped");
    Path others = table("others", "species", (a, b, row) -> KIND.targets(a, b, row) + "s");
    Path fewer = table("fewer", "species", (a, b, row) -> a > 0 ? "ash" : "elm");
    Path priced = table("priced", "price", PRICE);
    Files.createDirectory(swapped);
    for (String file : List.of("train.csv", "test.csv")) {
      Files.writeString(
          swapped.resolve(file), Files.readString(table.resolve(file)).replaceFirst("a,b", "b,a"));
    }

    assertRefused(
        evaluate(swapped),
        "pulmu evaluate: feature column 1 of the model is 'a', of data set 'csv' it is 'b'; give it"
            + " a table like the one that it learnt from");
    assertThat(evaluate(others).err())
        .startsWith(
            "pulmu evaluate: class 1 of the model is 'ash', of data set 'csv' it is 'ashs'; ");
    assertThat(evaluate(fewer).err())
        .startsWith(
            "pulmu evaluate: class 3 of the model is 'oak, red', of data set 'csv' it is none; ");
    assertThat(evaluate(priced).err())
        .startsWith("pulmu evaluate: " + priced.resolve("train.csv")
            + ": no column 'species' to take as target; it has a, b, price");
    assertThat(evaluate(priced, "--targets", "numbers(price)").err())
        .startsWith(
            "pulmu evaluate: class 1 of the model is 'ash', of data set 'csv' it is none; ");
    Path alone = Files.copy(out().resolve("model.safetensors"), directory.resolve("alone"));
    assertThat(pulmu("evaluate", alone.toString()).err())
        .isEqualTo("pulmu evaluate: data set 'csv' is a table of yours; pass --data DIR with"
            + " train.csv and test.csv\n");
  }

  @Test
  void targetsUnderAnotherNameAreGivenByHand() throws IOException {
    Path table = table("table", "price", PRICE);
    train(table, "numbers(price)", "mean-squared-error");
    Path renamed = table("renamed", "cost", PRICE);

    assertThat(evaluate(renamed, "--targets", "numbers(cost)")
            .out()
            .lines()
            .toList()
            .get(1))
        .isEqualTo(evaluate(table).out().lines().toList().get(1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          csv | none | mean-squared-error | data set 'csv' wants to know its targets; pass --targets 'numbers(COLUMN,..)' or --targets 'labels(COLUMN)'
          auto | numbers(price) | mean-squared-error | targets are columns of a table, data set 'auto' is none; leave --targets out, or use --dataset csv
          csv | price | mean-squared-error | targets want to be numbers(price) or labels(price) where columns are used as they are (recipe none), came 'price'
          csv | numbers(price) | softmax-cross-entropy | softmax cross-entropy wants class labels, the data set has numbers as targets; take loss mean-squared-error for numbers, sigmoid-cross-entropy for yes (1) and no (0)
          """)
  void whatDoesNotBelongTogetherIsRefusedInOneLine(
      String dataset, String targets, String loss, String message) throws IOException {
    Path table = table("table", "price", PRICE);

    Result result = pulmu(
        "train",
        "--dataset",
        dataset,
        "--data",
        table.toString(),
        "--targets",
        targets,
        "--recipe",
        "none",
        "--loss",
        loss,
        "--out",
        out().toString());

    assertRefused(result, "pulmu train: " + message);
    assertThat(tree(directory)).noneMatch(path -> path.startsWith("run"));
  }

  @Test
  void aBadCellIsNamedByFileLineAndColumn() throws IOException {
    Path table = table("table", "price", PRICE);
    Files.writeString(table.resolve("test.csv"), "a,b,price\n1,2,3\n1,?,3\n");

    assertRefused(
        train(table, "numbers(price)", "mean-squared-error"),
        "pulmu train: " + table.resolve("test.csv")
            + ", line 3: column 'b': a finite number wanted, came '?'; give a number, or take the"
            + " row or the column out");
    assertThat(out()).doesNotExist();
  }

  private Path table(String name, String targets, Rule rule) throws IOException {
    Path table = Files.createDirectory(directory.resolve(name));
    write(table.resolve("train.csv"), targets, rule, TRAIN, new Random(1));
    write(table.resolve("test.csv"), targets, rule, TEST, new Random(2));
    return table;
  }

  /** Features keep away from zero, where their signs would be hard to learn. */
  private static void write(Path file, String targets, Rule rule, int rows, Random random)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b," + targets));
    for (int row = 0; row < rows; row++) {
      double a = (random.nextBoolean() ? 1 : -1) * (0.25 + random.nextDouble());
      double b = (random.nextBoolean() ? 1 : -1) * (0.25 + random.nextDouble());
      lines.add(number(a) + "," + number(b) + "," + rule.targets(a, b, row));
    }
    Files.write(file, lines);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.7f", value);
  }

  private Result train(Path table, String targets, String loss, String... options) {
    List<String> arguments = new ArrayList<>(List.of(
        "train",
        "--dataset",
        "csv",
        "--data",
        table.toString(),
        "--targets",
        targets,
        "--recipe",
        "none",
        "--loss",
        loss,
        "--out",
        out().toString(),
        "--batch",
        "20",
        "--optimizer",
        "sgd(rate=0.1)"));
    if (!Arrays.asList(options).contains("--hidden")) {
      arguments.addAll(List.of("--hidden", "none"));
    }
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }

  private Result evaluate(Path table, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", out().toString(), "--data", table.toString()));
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }

  private Path out() {
    return directory.resolve("run");
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out().resolve("report.json").toFile());
  }

  private void assertNoLineIsTooLong(Result result) {
    assertThat(result.out().lines())
        .allMatch(line -> line.length() <= 80 || line.contains(out().toString()));
  }

  private static void assertRefused(Result result, String line) {
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines()).containsExactly(line);
  }
}
