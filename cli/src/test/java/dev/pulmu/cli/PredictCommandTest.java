package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers on the command line, held against those of {@link Predictor} and of evaluate. */
class PredictCommandTest {
  private static final List<String> CLASSES = List.of("oak", "ash, red", "elm");

  @TempDir
  private Path directory;

  private Path model;
  private Path price;
  private Path table;

  @BeforeEach
  void models() throws IOException {
    model = directory.resolve("kind.safetensors");
    TargetColumns kind = new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind"));
    model("softmax-cross-entropy", CLASSES, recipe(kind)).save(model);
    price = directory.resolve("price.safetensors");
    TargetColumns number = new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price"));
    model("mean-squared-error", List.of(), recipe(number, new Scale(100, 10))).save(price);
    table = directory.resolve("table.csv");
    Files.writeString(
        table, "city,note,id,age\nBern,x,a1,41.5\nZürich,\"y, z\",\"b\"\"2\",\n,,c3,1e2\n");
  }

  private static Recipe recipe(TargetColumns targets, Scale... scales) {
    return new Recipe(
        List.of(
            new Standardised("age", new Scale(30, 10), Missing.MEAN, false),
            new OneHot("city", List.of("Bern", "Zürich"))),
        List.of("id"),
        targets,
        List.of(scales));
  }

  private static Model model(String loss, List<String> classes, Recipe recipe) {
    String network = "4: dense(" + Math.max(1, classes.size()) + ")";
    return new Model(
        State.initial(NetworkPlan.of(Network.parse(network, Loss.parse(loss))), 7),
        classes,
        new Normalisation(1, 0),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()),
        Optional.empty(),
        Optional.of(recipe));
  }

  /** What Java says of the table's rows. */
  private static List<Prediction> expected(Path model) {
    return Predictor.load(model)
        .predictAll(List.of(
            Map.of("age", 41.5, "city", "Bern"),
            Map.of("age", "", "city", "Zürich"),
            Map.of("age", 100, "city", "")));
  }

  private static String quoted(String text) {
    return text.equals("ash, red") ? "\"ash, red\"" : text;
  }

  @Test
  void idsComeFirstAndColumnsAreFoundByName() {
    List<Prediction> rows = expected(model);
    Result result = pulmu("predict", model.toString(), table.toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo("id,class\na1," + quoted(rows.get(0).label()) + "\n\"b\"\"2\","
            + quoted(rows.get(1).label()) + "\nc3," + quoted(rows.get(2).label()) + "\n");
  }

  @Test
  void numbersAreThoseOfPredictorToTheBit() {
    List<String> lines =
        pulmu("predict", price.toString(), table.toString()).out().lines().toList();
    List<Prediction> rows = expected(price);

    assertThat(lines).hasSize(4).first().isEqualTo("id,price");
    for (int row = 0; row < 3; row++) {
      String[] cells = lines.get(row + 1).split(",");
      assertThat(Double.parseDouble(cells[1])).isEqualTo(rows.get(row).number());
    }
  }

  @Test
  void probabilitiesAndTheMostProbableClassesComeOnDemand() {
    Prediction row = expected(model).get(0);
    String top = row.top(2).get(1);
    List<String> csv = pulmu(
            "predict", model.toString(), table.toString(), "--top", "2", "--probabilities")
        .out()
        .lines()
        .toList();
    String first = pulmu(
            "predict", model.toString(), table.toString(), "--top", "2", "--format", "jsonl")
        .out()
        .lines()
        .findFirst()
        .orElseThrow();

    assertThat(csv.get(0))
        .isEqualTo("id,class 1,probability 1,class 2,probability 2,probability of oak,"
            + "\"probability of ash, red\",probability of elm");
    assertThat(csv.get(1))
        .startsWith("a1," + quoted(row.label()) + "," + (float) row.value(row.label()) + ","
            + quoted(top) + "," + (float) row.value(top) + "," + (float) row.value("oak") + ",");
    assertThat(first)
        .isEqualTo("{\"id\":\"a1\",\"class\":\"" + row.label() + "\",\"top\":[{\"class\":\""
            + row.label() + "\",\"probability\":" + (float) row.value(row.label())
            + "},{\"class\":\"" + top + "\",\"probability\":" + (float) row.value(top) + "}]}");
  }

  @Test
  void aFileIsAllOrNothing() throws IOException {
    Path out = directory.resolve("answers.csv");
    Result result = pulmu("predict", model.toString(), table.toString(), "--out", out.toString());
    assertThat(result.out()).isEqualTo("answers: " + out + System.lineSeparator());
    assertThat(out)
        .hasContent(pulmu("predict", model.toString(), table.toString()).out());

    Files.writeString(table, "age,city,id\n" + "1,Bern,x\n".repeat(9000) + "old,Bern,y\n");
    List<String> before = tree(directory);
    String kept = Files.readString(out);
    assertThat(pulmu("predict", model.toString(), table.toString(), "--out", out.toString())
            .errorLines())
        .containsExactly("pulmu predict: " + table
            + ", line 9002: column 'age': a finite number wanted, came 'old'; mend the cell");
    assertThat(tree(directory)).isEqualTo(before);
    assertThat(out).hasContent(kept);
  }

  @Test
  void noRowsGiveAHeaderAlone() throws IOException {
    Files.writeString(table, "age,city,id\n");
    assertThat(pulmu("predict", price.toString(), table.toString()).out()).isEqualTo("id,price\n");
    assertThat(pulmu("predict", price.toString(), table.toString(), "--format", "jsonl")
            .out())
        .isEmpty();
  }

  @Test
  void anIdThatIsNotThereIsTold() throws IOException {
    Files.writeString(table, "age;city\n1,5;Bern\n");
    Result result = pulmu("predict", price.toString(), table.toString());
    assertThat(result.errorLines())
        .containsExactly(
            "pulmu predict: no column 'id' came; answers are in the order of the rows, without it");
    assertThat(result.out())
        .isEqualTo("price\n"
            + Predictor.load(price).predict(Map.of("age", 1.5, "city", "Bern")).number() + "\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          city,id%Bern,1              |                | TABLE: no column 'age'; it has city, id
          age,city%1,Bern%2           |                | TABLE, line 3: 2 cells wanted, one a column, came 1; put quotes around a cell that has a separator in it, or pass --bad-rows skip
          age,city%1,Bern%x,Bern      | --format jsonl | TABLE, line 3: column 'age': a finite number wanted, came 'x'; mend the cell
          age,city%1,Bern             | --format xml   | no format 'xml'; known: csv, jsonl
          age,city%1,Bern             | --top 0        | --top wants at least 1, came 0
          age,city%1,Bern             | --bad-rows no  | no way with bad rows 'no'; known: refuse, skip
          age,city%1,Bern             | --out TABLE    | TABLE is what is read here; give --out another name
          """)
  void whatMakesNoSenseIsRefusedInALine(String text, String options, String message)
      throws IOException {
    Files.writeString(table, text.replace('%', '\n') + "\n");
    String line = "predict " + model + " " + table + (options == null ? "" : " " + options);
    Result result = pulmu(line.replace("TABLE", table.toString()).split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines())
        .last()
        .isEqualTo("pulmu predict: " + message.replace("TABLE", table.toString()));
  }

  @Test
  void numbersHaveNoProbabilities() {
    assertThat(pulmu("predict", price.toString(), table.toString(), "--probabilities")
            .errorLines())
        .containsExactly("pulmu predict: --probabilities is about classes; leave it out, this"
            + " model answers with numbers");
  }

  @Test
  void badRowsAreSkippedAndCountedOnDemand() throws IOException {
    Files.writeString(table, "age,city,id\n1,Bern,a\n2,Bern\nold,Bern,c\n3,Bern,d\n");
    Result result = pulmu("predict", price.toString(), table.toString(), "--bad-rows", "skip");
    assertThat(result.out().lines().map(line -> line.split(",")[0]))
        .containsExactly("id", "a", "d");
    assertThat(result.errorLines())
        .containsExactly("pulmu predict: 2 rows are left out: they do not fit");
  }

  /** Rows without an end; how many have been asked for. */
  private static final class Endless extends InputStream {
    private static final byte[] ROW = "1.5,Bern,7\n".getBytes(StandardCharsets.UTF_8);
    private final InputStream header =
        new ByteArrayInputStream("age,city,id\n".getBytes(StandardCharsets.UTF_8));
    private final long rows;
    private long bytes;

    Endless(long rows) {
      this.rows = rows;
    }

    @Override
    public int read() throws IOException {
      int first = header.read();
      if (first >= 0) {
        return first;
      }
      return bytes == rows * ROW.length ? -1 : ROW[(int) (bytes++ % ROW.length)];
    }

    @Override
    public int available() {
      return 1;
    }
  }

  private int fromInput(InputStream in, Writer out, Writer err) {
    InputStream usual = System.in;
    System.setIn(in);
    try {
      return Main.commandLine()
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err))
          .execute("predict", price.toString(), "-");
    } finally {
      System.setIn(usual);
    }
  }

  /** Counts lines, and by how many rows the input was ahead of them at most. */
  private static final class Lines extends Writer {
    private final Endless in;
    private long lines;
    private long ahead;

    Lines(Endless in) {
      this.in = in;
    }

    @Override
    public void write(char[] text, int from, int length) {
      ahead = Math.max(ahead, in.bytes / Endless.ROW.length - lines);
      for (int at = from; at < from + length; at++) {
        lines += text[at] == '\n' ? 1 : 0;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void fewRowsOfALongInputAreInMemory() {
    Endless in = new Endless(300_000);
    Lines out = new Lines(in);
    assertThat(fromInput(in, out, new StringWriter())).isZero();
    assertThat(out.lines).isEqualTo(300_001);
    assertThat(out.ahead).isLessThan(150_000); // 1 MiB to find the dialect, and some thousand rows
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() {
    Endless in = new Endless(Long.MAX_VALUE / Endless.ROW.length);
    StringWriter err = new StringWriter();
    Writer closed = new Writer() {
      @Override
      public void write(char[] text, int from, int length) throws IOException {
        throw new IOException("Broken pipe");
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    assertThat(fromInput(in, closed, err)).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void answersAreAsGoodAsEvaluateSays() throws IOException {
    Path data = CommandLineFixture.data(directory.resolve("data"));
    Path run = directory.resolve("run");
    pulmu(("train --data " + data + " --hidden none --epochs 1 --backend cpu --out " + run)
        .split(" "));
    double accuracy = new ObjectMapper()
        .readTree(
            pulmu("evaluate", run.toString(), "--backend", "cpu", "--json").out())
        .get("testAccuracy")
        .doubleValue();
    byte[] labels = Files.readAllBytes(data.resolve("t10k-labels-idx1-ubyte"));
    List<String> answers = pulmu(
            "predict", run.toString(), data.resolve("t10k-images-idx3-ubyte").toString())
        .out()
        .lines()
        .skip(1)
        .toList();
    double right = 0;
    for (int row = 0; row < answers.size(); row++) {
      right += answers.get(row).equals(Integer.toString(labels[8 + row])) ? 1 : 0;
    }
    assertThat(answers).hasSize(CommandLineFixture.TEST);
    assertThat(right / answers.size()).isCloseTo(accuracy, within(1e-9)).isBetween(0.2, 1.0);

    picturesGiveTheSame(data, run, answers.get(0));
    assertThat(pulmu("predict", run.toString(), table.toString()).errorLines())
        .containsExactly("pulmu predict: " + table + ": 25 columns wanted, one for each number"
            + " that the model takes, came 4; take out others");
    assertThat(
            pulmu("predict", model.toString(), data + "/t10k-images-idx3-ubyte").errorLines())
        .singleElement()
        .asString()
        .contains("images of 2 pixels wanted", "came 25");
  }

  /** The first image of the test set as a PNG. */
  private void picturesGiveTheSame(Path data, Path run, String answer) throws IOException {
    byte[] images = Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte"));
    BufferedImage image = new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_GRAY);
    for (int pixel = 0; pixel < 25; pixel++) {
      image.getRaster().setSample(pixel % 5, pixel / 5, 0, images[16 + pixel] & 0xFF);
    }
    Path picture = directory.resolve("a,b.png");
    ImageIO.write(image, "png", picture.toFile());
    String path = picture.toString();
    assertThat(pulmu("predict", run.toString(), path, path).out().lines())
        .containsExactly("file,class", "\"" + path + "\"," + answer, "\"" + path + "\"," + answer);
    assertThat(pulmu("predict", run.toString(), path, table.toString()).errorLines())
        .containsExactly(
            "pulmu predict: one FILE wanted, or any number of pictures, came 2; ask for each");
  }
}
