package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.TableRules;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.model.Model;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the file of a table to answers in ONNX Runtime, which are those of {@link Predictor}. */
class OnnxTableTest {
  private static final List<String> COLUMNS =
      List.of("town", "age", "member", "fare", "rooms", "kind", "price");

  @TempDir
  private Path directory;

  @Test
  void aClassifierOfATableAnswersRawRows() throws Exception {
    List<String[]> rows = rows();
    Model model = train(rows, new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind")));
    Predictor predictor = Predictor.of(model);

    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      float[][] came = (float[][]) session.run(columns(model.recipe().orElseThrow(), rows));

      assertThat(came).hasNumberOfRows(rows.size());
      for (int row = 0; row < came.length; row++) {
        Prediction wanted = predictor.predict(cells(rows.get(row)));
        for (int column = 0; column < came[row].length; column++) {
          Agreement.check(came[row][column], wanted.values()[column], row, column);
        }
      }
    }
  }

  @Test
  void aRegressionOfATableAnswersInItsUnits() throws Exception {
    List<String[]> rows = rows();
    Model model = train(rows, new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price")));
    Predictor predictor = Predictor.of(model);

    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      double[][] came = (double[][]) session.run(columns(model.recipe().orElseThrow(), rows));

      for (int row = 0; row < came.length; row++) {
        double wanted = predictor.predict(cells(rows.get(row))).number();
        Agreement.check(came[row][0], wanted, row, 0);
      }
    }
  }

  private Model train(List<String[]> rows, TargetColumns targets) throws IOException {
    List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
    rows.forEach(row -> lines.add(String.join(",", row)));
    Path file = Files.write(directory.resolve("table.csv"), lines);
    Dataset table = Tables.read(Lookup.usual(), file, TableRules.of(targets)).dataset();
    RunConfig config = RunConfig.parse(
        """
        network = dense(20) batch-norm relu, dense(8) swish, dense
        batch = 16
        epochs = 3
        """ + (targets.kind() == TargetColumns.Kind.NUMBERS ? "loss = mean-squared-error" : ""));
    Model model = new Run(config, table, Backend.choose("cpu")).train().model();
    assertThat(model.recipe().orElseThrow().encodings())
        .extracting(Encoding::kind)
        .contains(Kind.NUMBER, Kind.CATEGORY, Kind.YES_NO);
    return model;
  }

  /** A table with words and numbers, some of each missing. */
  private static List<String[]> rows() {
    Random random = new Random(4);
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String town = List.of("Łódź", "São Paulo", "Zürich", "").get(random.nextInt(4));
      String age = random.nextInt(5) == 0 ? "" : String.valueOf(random.nextInt(300));
      String member = List.of("yes", "no", "").get(random.nextInt(3));
      double rooms = 1e6 + random.nextGaussian();
      double price = (town.isEmpty() ? 1 : 3) + rooms - 1e6 + random.nextGaussian() / 4;
      rows.add(new String[] {
        town,
        age,
        member,
        String.valueOf(random.nextGaussian() * 1e-3),
        String.format(Locale.ROOT, "%.4f", rooms),
        price > 2 ? "dear" : "cheap",
        String.format(Locale.ROOT, "%.3f", 1e5 + 100 * price)
      });
    }
    return rows;
  }

  private static Map<String, Object> cells(String[] row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      cells.put(COLUMNS.get(i), row[i]);
    }
    return cells;
  }

  private static Map<String, Object> columns(Recipe recipe, List<String[]> rows) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Encoding encoding : recipe.encodings()) {
      int place = COLUMNS.indexOf(encoding.column());
      columns.put(
          encoding.column(),
          encoding.kind() == Kind.NUMBER
              ? rows.stream()
                  .mapToDouble(
                      row -> row[place].isEmpty() ? Double.NaN : Double.parseDouble(row[place]))
                  .toArray()
              : rows.stream().map(row -> row[place]).toArray(String[]::new));
    }
    return columns;
  }
}
