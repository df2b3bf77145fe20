package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.rules;
import static dev.pulmu.datasets.table.TextTable.skipping;
import static dev.pulmu.datasets.table.TextTable.split;
import static dev.pulmu.datasets.table.TextTable.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.BooleanWritable;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.FloatWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.LongWritable;
import org.datavec.api.writable.NullWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataVecTablesTest {
  private static final Schema PEOPLE = new Schema.Builder()
      .addColumnDouble("size")
      .addColumnInteger("age")
      .addColumnCategorical("town", "Bern", "Basel")
      .addColumnBoolean("smokes")
      .addColumnTime("born", TimeZone.getTimeZone("UTC"))
      .addColumnCategorical("ill", "no", "yes")
      .build();
  private static final Writable BORN = new LongWritable(0);

  private final List<List<Writable>> rows = new ArrayList<>();

  @TempDir
  private Path directory;

  @Test
  void typesSayWhatBecomesOfColumns() {
    addPeople();

    TableData data = read(PEOPLE, "ill");

    Recipe recipe = data.dataset().recipe().orElseThrow();
    assertThat(data.targets().kind()).isEqualTo(TargetColumns.Kind.LABELS);
    assertThat(data.dataset().classNames()).containsExactly("no", "yes");
    assertThat(recipe.encodings())
        .containsExactly(
            new Standardised("size", new Scale(2, 1), Missing.MEAN, false),
            new Standardised("age", new Scale(30, 10), Missing.MEAN, false),
            new OneHot("town", List.of("Basel", "Bern")),
            new YesNo("smokes", "false", "true", 0.5, Missing.MEAN, false));
    assertThat(Arrays.copyOf(((Features.Floats) data.dataset().features()).values(), 12))
        .containsExactly(-1, -1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1);
    assertThat(((Targets.Labels) data.dataset().targets()).values()).containsExactly(1, 0, 1, 0);
    assertThat(data.notes())
        .containsExactly("column 'born' is left out: Time is no type that features are made of");
  }

  @Test
  void textsAreReadAsTheirTypesWantThem() {
    addPeople();
    TableData typed = read(PEOPLE, "ill");
    rows.replaceAll(
        row -> row.stream().map(cell -> (Writable) new Text(" " + cell + " ")).toList());

    assertThat(read(PEOPLE, "ill").dataset().sha256()).isEqualTo(typed.dataset().sha256());
  }

  @Test
  void nullNaNAndEmptyTextsAreMissing() {
    Schema schema = new Schema.Builder()
        .addColumnDouble("x")
        .addColumnFloat("z")
        .addColumnString("word")
        .addColumnDouble("y")
        .build();
    add(NullWritable.INSTANCE, new FloatWritable(1), new Text("a"), new DoubleWritable(5));
    add(new Text(""), new FloatWritable(Float.NaN), new Text("a"), new DoubleWritable(6));
    add(new DoubleWritable(4), new FloatWritable(3), new Text(" "), new DoubleWritable(7));
    add(new DoubleWritable(Double.NaN), new Text("2"), NullWritable.INSTANCE, new IntWritable(8));

    TableData data = read(schema, "y");

    assertThat(data.targets().kind()).isEqualTo(TargetColumns.Kind.NUMBERS);
    assertThat(data.dataset().recipe().orElseThrow().encodings())
        .containsExactly(
            new Standardised("x", new Scale(4, 0), Missing.MEAN, true),
            new Standardised("z", new Scale(2, Math.sqrt(2.0 / 3)), Missing.MEAN, true),
            new OneHot("word", List.of("", "a")));
    assertThat(((Targets.Values) data.dataset().targetsAsTheyAre()).values())
        .containsExactly(5, 6, 7, 8);
    assertThat(data.profile()).extracting(ColumnProfile::missing).containsExactly(3L, 1L, 2L, 0L);
  }

  @Test
  void aCellThatContradictsItsTypeIsNamed() {
    refused(0, new Text("tall"), "column 'size': a number that fits DoubleMetaData", "came 'tall'");
    refused(0, new DoubleWritable(Double.POSITIVE_INFINITY), "column 'size': ", "came 'Infinity'");
    refused(1, new DoubleWritable(2.5), "column 'age': a number that fits Integer", "came '2.5'");
    refused(2, new Text("Bonn"), "column 'town': a word that fits", "[\"Bern\",\"Basel\"]");
    refused(3, new Text("maybe"), "column 'smokes': one of two answers", "came 'maybe'");
    refused(5, NullWritable.INSTANCE, "column 'ill': a word that fits", "came ");
  }

  private void refused(int column, Writable cell, String... says) {
    rows.clear();
    addPeople();
    rows.get(2).set(column, cell);
    assertThatThrownBy(() -> read(PEOPLE, "ill"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data set 'people', row 3, ")
        .hasMessageContainingAll(says);

    TableData rest =
        DataVecTables.read("people", PEOPLE, reader(), skipping(split(rules("ill"), "0.6/0.4", 1)));
    assertThat(rest.dataset().targets().samples()).isEqualTo(3);
    assertThat(rest.notes()).contains("1 rows are left out: they do not fit");
  }

  @Test
  void rangesOfTheSchemaHold() {
    Schema schema =
        new Schema.Builder().addColumnInteger("x", 0, 3).addColumnDouble("y").build();
    add(new IntWritable(3), new DoubleWritable(1));
    add(new IntWritable(4), new DoubleWritable(2));

    assertThatThrownBy(() -> read(schema, "y"))
        .hasMessage("data set 'people', row 2, column 'x': a number that fits"
            + " IntegerMetaData(name=\"x\",minAllowed=0,maxAllowed=3) wanted, came '4'; mend the"
            + " cell, or leave such rows out");
  }

  @Test
  void recordsAndNamesHaveToFitTheSchema() {
    addPeople();
    rows.set(1, List.of(new DoubleWritable(1)));
    assertThatThrownBy(() -> read(PEOPLE, "ill"))
        .hasMessage("data set 'people', row 2: 6 cells wanted, one for each column of the schema,"
            + " came 1");
    assertThatThrownBy(() -> read(PEOPLE, "sick"))
        .hasMessage("data set 'people': column 'sick' wanted, the schema has size, age, town,"
            + " smokes, born, ill");
    rows.clear();
    assertThatThrownBy(() -> read(PEOPLE, "ill"))
        .hasMessage(
            "data set 'people': at least one row that can be used wanted, the reader has none");
    Schema twice = new Schema.Builder().addColumnsDouble("x", "x").build();
    assertThatThrownBy(() -> read(twice, "x"))
        .hasMessageContaining("two columns of the schema are called 'x'");
  }

  @Test
  void rulesSayOtherKindsThanTypesDo() {
    addPeople();
    TableRules rules =
        with(with(rules("ill"), new Column("age", Kind.ID)), new Column("size", Kind.SKIP));

    Recipe recipe = DataVecTables.read("people", PEOPLE, reader(), split(rules, "0.5/0.5", 1))
        .dataset()
        .recipe()
        .orElseThrow();

    assertThat(recipe.ids()).containsExactly("age");
    assertThat(recipe.columns()).containsExactly("town", "smokes");
  }

  @Test
  void numbersCanBeClasses() {
    Schema schema =
        new Schema.Builder().addColumnDouble("x").addColumnInteger("y").build();
    for (String label : List.of("10", "9", "10.0", "9")) {
      add(new DoubleWritable(rows.size()), new Text(label));
    }
    TargetColumns labels = new TargetColumns(TargetColumns.Kind.LABELS, List.of("y"));

    TableData data =
        DataVecTables.read("people", schema, reader(), split(TableRules.of(labels), "0.5/0.5", 1));

    assertThat(data.dataset().classNames()).containsExactly("9", "10");
    assertThat(((Targets.Labels) data.dataset().targets()).values()).containsExactly(1, 0, 1, 0);
    assertThat(data.dataset().rows(Split.TRAIN)).hasSize(2);
  }

  @Test
  void rowsThatLackANumberCanBeLeftOutOrRefused() {
    addPeople();
    rows.get(1).set(1, NullWritable.INSTANCE);
    rows.get(3).set(2, NullWritable.INSTANCE);

    TableData data = DataVecTables.read("people", PEOPLE, reader(), missing(Missing.SKIP));

    assertThat(data.dataset().targets().samples()).isEqualTo(3);
    assertThat(data.notes()).contains("1 rows are left out: numbers are missing in them");
    assertThatThrownBy(
            () -> DataVecTables.read("people", PEOPLE, reader(), missing(Missing.REFUSE)))
        .hasMessageStartingWith("data set 'people', row 2, column 'age': a number that fits");
  }

  private static TableRules missing(Missing missing) {
    TableRules rules = rules("ill");
    return new TableRules(
        rules.targets(), List.of(), missing, false, Shares.parse("1/0"), rules.seed());
  }

  @Test
  void aColumnWithoutACellIsLeftOut() {
    addPeople();
    rows.forEach(row -> row.set(0, NullWritable.INSTANCE));

    TableData data = read(PEOPLE, "ill");

    assertThat(data.dataset().recipe().orElseThrow().columns())
        .containsExactly("age", "town", "smokes");
    assertThat(data.notes()).contains("column 'size' is left out: no row has a cell in it");
  }

  @Test
  void aTableOfAFileHasASchema() {
    TableData data = TextTable.read(
        directory.resolve("t.csv"),
        "id,x,town,free,y\n"
            + "n1,1.5,Bern,yes,a\nn2,2.5,Basel,no,b\nn3,1,Bern,no,a\nn4,2,Basel,yes,b\n"
            + "n5,4.5,Bern,yes,a\nn6,5.5,Basel,no,b\nn7,3,Bern,no,a\nn8,7,Basel,yes,b\n",
        with(rules("y"), new Column("id", Kind.ID)));

    assertThat(DataVecTables.schema(data))
        .isEqualTo(new Schema.Builder()
            .addColumnString("id")
            .addColumnDouble("x")
            .addColumnCategorical("town", "Basel", "Bern")
            .addColumnCategorical("free", "no", "yes")
            .addColumnCategorical("y", "a", "b")
            .build());
  }

  @Test
  void categoriesWithRareWordsAreStringsInASchema() {
    addPeople();
    rows.get(0).set(2, new Text("Basel"));

    Schema schema = DataVecTables.schema(read(PEOPLE, "ill"));

    assertThat(schema.getType("town").name()).isEqualTo("String");
    assertThat(schema.getType("size").name()).isEqualTo("Double");
  }

  private void addPeople() {
    addPerson(1, 20, "Bern", false, "yes");
    addPerson(3, 40, "Basel", true, "no");
    addPerson(1, 20, "Basel", true, "yes");
    addPerson(3, 40, "Bern", false, "no");
  }

  private void addPerson(double size, int age, String town, boolean smokes, String ill) {
    add(
        new DoubleWritable(size),
        new IntWritable(age),
        new Text(town),
        new BooleanWritable(smokes),
        BORN,
        new Text(ill));
  }

  private void add(Writable... cells) {
    rows.add(new ArrayList<>(List.of(cells)));
  }

  private CollectionRecordReader reader() {
    return new CollectionRecordReader(rows);
  }

  /** All rows to train on. */
  private TableData read(Schema schema, String target) {
    return DataVecTables.read("people", schema, reader(), split(rules(target), "1/0", 1));
  }
}
