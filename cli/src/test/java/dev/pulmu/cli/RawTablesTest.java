package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.model.Model;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people have them, from one file to a model that takes raw rows. */
class RawTablesTest {
  private static final int ROWS = 400;

  @TempDir
  private Path directory;

  @Test
  void aFileAndTheNameOfAColumnAreEnough() throws IOException {
    Result trained = train(passengers(), "survived");

    assertThat(trained.err()).isEmpty();
    assertThat(trained.status()).isZero();
    assertThat(trained.out().lines())
        .filteredOn(line -> line.startsWith(" "))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(trained.out().lines())
        .anyMatch(line -> line.matches("  name +skip .*"))
        .anyMatch(line -> line.matches("  age +number .*standardised"))
        .anyMatch(line -> line.matches("  survived +target .*a class"))
        .contains("chosen for 320 rows and 2 classes:")
        .contains("csv: 256 training, 64 validation, 80 test rows")
        .anyMatch(line -> line.startsWith("  1/300 "))
        .anyMatch(line -> line.startsWith(" 10/300 "))
        .noneMatch(line -> line.startsWith("  2/300 "));
    JsonNode report = report();
    assertThat(report.get("testAccuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(report.at("/config/targets").textValue()).isEqualTo("labels(survived)");
    assertThat(report.at("/config/loss").textValue()).startsWith("softmax-cross-entropy");
    assertThat(Recipe.parse(report.get("recipe").toString()))
        .isEqualTo(Model.load(out()).recipe().orElseThrow());
  }

  @Test
  void theModelTakesRowsAsTheyAre() throws IOException {
    train(passengers(), "survived");
    Predictor predictor = Predictor.load(out());
    Prediction woman = predictor.predict(Map.of("age", 30, "sex", "female", "class", "1st"));
    assertThat(woman.label()).isEqualTo("yes");
    Prediction man = predictor.predict(Map.of("class", "3rd", "sex", "male", "age", ""));
    assertThat(man.label()).isEqualTo("no");
  }

  @Test
  void aModelIsTestedOnTheRowsThatItWasNotTrainedOn() throws IOException {
    train(passengers(), "survived");
    double accuracy = report().get("testAccuracy").doubleValue();

    Result own = pulmu("evaluate", out().toString(), "--backend", "cpu");
    assertThat(own.err()).isEmpty();
    assertThat(own.out())
        .contains("80 test rows")
        .contains(String.format(Locale.ROOT, "accuracy %.4f", accuracy));

    Path others = directory.resolve("others.csv");
    Files.writeString(others, "class,survived,sex,age\n1st,yes,female,20\n3rd,no,male,\n");
    Result other = pulmu("evaluate", out().toString(), "--data", others.toString());
    assertThat(other.out()).contains("2 test rows").contains("accuracy 1.0000");

    Files.writeString(others, "class,survived,sex\n1st,yes,female\n");
    assertThat(pulmu("evaluate", out().toString(), "--data", others.toString()).err())
        .isEqualTo(
            "pulmu evaluate: " + others + ": no column 'age'; it has class, survived, sex\n");
  }

  @Test
  void aRunIsReplayedAndGoesOnToItsBits() throws IOException {
    train(passengers(), "survived", "--epochs", "6");
    String weights = report().get("weightsSha256").textValue();

    Result replayed = pulmu("replay", out().toString());
    assertThat(replayed.status()).as(replayed.err()).isZero();

    Path shorter = directory.resolve("shorter");
    pulmu(arguments(passengers(), "survived", shorter, "--epochs", "3"));
    Result resumed = pulmu("train", "--resume", shorter.toString(), "--epochs", "6");
    assertThat(resumed.err()).isEmpty();
    assertThat(report(shorter).get("weightsSha256").textValue()).isEqualTo(weights);
  }

  @Test
  void numbersAreForetoldInTheirUnits() throws IOException {
    Result trained = train(houses(), "price", "--seed", "3");

    assertThat(trained.err()).isEmpty();
    JsonNode report = report();
    assertThat(report.at("/config/targets").textValue()).isEqualTo("numbers(price)");
    assertThat(report.at("/config/loss").textValue()).isEqualTo("mean-squared-error");
    assertThat(report.get("testLoss").doubleValue()).isLessThan(0.05); // of a variance of 1
    double price =
        Predictor.load(out()).predict(Map.of("area", "120", "town", "Busan")).number();
    assertThat(price).isCloseTo(350_000, within(30_000.0));
  }

  @Test
  void whatIsSaidIsNotChosen() throws IOException {
    Result trained = train(
        passengers(),
        "survived",
        "--epochs",
        "2",
        "--batch",
        "100",
        "--hidden",
        "7",
        "--loss",
        "softmax-cross-entropy",
        "--validation",
        "0.1",
        "--columns",
        "age:skip");
    assertThat(trained.out().lines()).noneMatch(line -> line.startsWith("chosen for "));
    assertThat(report().at("/config/epochs").intValue()).isEqualTo(2);
    assertThat(Model.load(out()).recipe().orElseThrow().columns()).containsExactly("sex", "class");
    assertThat(pulmu("describe", out().toString()).out())
        .contains("columns:       sex:category, class:category\n")
        .contains("targets:       labels(survived)\n");
  }

  /** The recipe of the rows that are left has other features than that of all training rows. */
  @Test
  void rowsThatAreHeldBackMayTakeAWordWithThem() throws IOException {
    StringBuilder text = new StringBuilder("town,y\n");
    for (int row = 0; row < 60; row++) {
      text.append(row < 6 ? "rare" + row / 2 : row % 3 == 0 ? "Busan" : "Seoul");
      text.append(row % 2 == 0 ? ",yes\n" : ",no\n");
    }
    Path table = Files.writeString(directory.resolve("rare.csv"), text);
    for (int seed = 1; seed <= 4; seed++) {
      Path run = directory.resolve("run" + seed);
      Result result =
          pulmu(arguments(table, "y", run, "--epochs", "1", "--seed", Integer.toString(seed)));
      assertThat(result.status()).as(result.err()).isZero();
    }
  }

  /** Its place has weights that no row ever moved: the answer is the one without the column. */
  @Test
  void aWordThatWasNeverSeenAddsNothing() throws IOException {
    train(passengers(), "survived", "--epochs", "3");
    Model model = Model.load(out());
    int place = model.recipe().orElseThrow().features().indexOf("sex is other");
    float[] weights = model.state().tensor("dense1.w").values();
    for (int unit = 0; unit < 100; unit++) {
      assertThat(weights[place * 100 + unit]).isZero();
      assertThat(weights[(place - 1) * 100 + unit]).isNotZero();
    }
  }

  @Test
  void aFileThatIsNotThereAndFewRowsAreSaidPlainly() throws IOException {
    Path nowhere = directory.resolve("nope.csv");
    assertThat(train(nowhere, "y").err()).startsWith("pulmu train: " + nowhere + ": no such file");
    Path few = Files.writeString(directory.resolve("few.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n");
    assertThat(train(few, "y", "--epochs", "1").status()).isZero();
  }

  @Test
  void aRunThatLearnedNothingSaysSo() throws IOException {
    Result trained =
        train(passengers(), "survived", "--epochs", "1", "--optimizer", "sgd(rate=1e-9)");
    assertThat(trained.err())
        .startsWith("pulmu train: this run learned nothing: ")
        .contains("by always saying 'no'; try a larger rate");
    assertThat(trained.status()).isZero();
  }

  @Test
  void aModelGoesOnWithItsOwnRecipe() throws IOException {
    train(passengers(), "survived", "--epochs", "3");
    Path first = out();
    Recipe recipe = Model.load(first).recipe().orElseThrow();
    Path more = directory.resolve("more.csv");
    Files.writeString(
        more, Files.readString(passengers()).lines().limit(201).reduce("", (a, b) -> a + b + "\n"));
    Path tuned = directory.resolve("tuned");
    Result result =
        pulmu(arguments(more, "survived", tuned, "--from", first.toString(), "--epochs", "2"));
    assertThat(result.err()).isEmpty();
    assertThat(Model.load(tuned).recipe()).contains(recipe);
    assertThat(pulmu(arguments(more, "sex", tuned, "--from", first.toString())).err())
        .isEqualTo("pulmu train: the model to go on with predicts survived, --targets names sex;"
            + " leave --targets out, or train anew\n");
  }

  /**
   * Women of the first two classes live, and so does who is under ten; one age in ten is missing.
   */
  private Path passengers() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("name;age;sex;class;survived\n");
    for (int row = 0; row < ROWS; row++) {
      int age = random.nextInt(70);
      boolean isFemale = random.nextInt(3) == 0;
      int classNumber = random.nextInt(3);
      boolean lives = isFemale && classNumber < 2 || age < 10;
      text.append("\"Doe; person ").append(row).append("\";");
      text.append(random.nextInt(10) == 0 && age >= 10 ? "" : Integer.toString(age))
          .append(';');
      text.append(isFemale ? "female;" : "male;");
      text.append(List.of("1st", "2nd", "3rd").get(classNumber)).append(';');
      text.append(lives ? "yes\n" : "no\n");
    }
    return Files.writeString(directory.resolve("passengers.csv"), text);
  }

  /** 2,000 a square metre, 60,000 less in Seoul and 110,000 more in Busan. */
  private Path houses() throws IOException {
    Random random = new Random(6);
    StringBuilder text = new StringBuilder("area,town,price\n");
    for (int row = 0; row < ROWS; row++) {
      int area = 50 + random.nextInt(100);
      boolean isBusan = random.nextBoolean();
      int price = 2000 * area + (isBusan ? 110_000 : -60_000);
      text.append(area).append(isBusan ? ",Busan," : ",Seoul,").append(price).append('\n');
    }
    return Files.writeString(directory.resolve("houses.csv"), text);
  }

  private Path out() {
    return directory.resolve("out");
  }

  private JsonNode report() throws IOException {
    return report(out());
  }

  private static JsonNode report(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("report.json").toFile());
  }

  private Result train(Path table, String targets, String... options) {
    return pulmu(arguments(table, targets, out(), options));
  }

  private static String[] arguments(Path table, String targets, Path out, String... options) {
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--data", table.toString(), "--targets", targets, "--out", out.toString()));
    arguments.addAll(List.of("--backend", "cpu"));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }
}
