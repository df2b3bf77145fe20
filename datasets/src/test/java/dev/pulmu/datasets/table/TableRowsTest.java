package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.PASSENGERS;
import static dev.pulmu.datasets.table.TextTable.rows;
import static dev.pulmu.datasets.table.TextTable.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRowsTest {
  @TempDir
  private Path directory;

  @Test
  void columnsAreFoundByNameAndOthersAreNotGiven() {
    Recipe recipe = recipe();
    String text = "Age;Smokes;Sex;Ticket;Embarked;Name;PassengerId\n22,5;yes;male;A/5;S;x;7\n";
    try (TableRows rows = TableRows.of(stream(text), "in", recipe, false)) {
      assertThat(rows.names())
          .containsExactly("Sex", "Age", "Name", "Embarked", "Smokes", "PassengerId");
      assertThat(rows.next()).isTrue();
      assertThat(rows.row())
          .isEqualTo(Map.of(
              "Sex",
              "male",
              "Age",
              22.5,
              "Name",
              "x",
              "Embarked",
              "S",
              "Smokes",
              "yes",
              "PassengerId",
              "7"));
      assertThat(rows.place()).isEqualTo("in, line 2");
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void rowsAreEncodedAsTheTrainingReadThem() {
    Dataset data = TextTable.read(directory.resolve("t.csv"), PASSENGERS, rules("Survived"))
        .dataset();
    Recipe recipe = data.recipe().orElseThrow();
    float[] all = ((Features.Floats) data.features()).values();
    int width = recipe.width();
    try (TableRows rows = TableRows.of(stream(PASSENGERS), "in", recipe, false)) {
      for (int row = 0; rows.next(); row++) {
        float[] features = recipe.encode(rows.row());
        for (int i = 0; i < width; i++) {
          assertThat(features[i])
              .as("%s of row %s", recipe.features().get(i), row)
              .isEqualTo(all[row * width + i]);
        }
      }
    }
  }

  @Test
  void aMissingColumnIsRefusedByName() {
    Recipe recipe = recipe();
    assertThatThrownBy(() -> TableRows.of(stream("Sex,Ages,Name\nmale,2,x\n"), "in", recipe, false))
        .hasMessage("in: no column 'Age'; did you mean 'Ages'? It has Sex, Ages, Name");
  }

  @Test
  void whatIsWrongWithARowSaysItsLine() {
    Recipe recipe = recipe();
    String text = "Age,Smokes,Sex,Embarked,Name\n22,no,male,S,x\nold,no,male,S,x\n";
    try (TableRows rows = TableRows.of(stream(text), "in", recipe, false)) {
      rows.next();
      rows.next();
      assertThat(rows.place()).isEqualTo("in, line 3");
      assertThatThrownBy(() -> recipe.encode(rows.row()))
          .isInstanceOf(DataException.class)
          .hasMessage("column 'Age': a finite number wanted, came 'old'; mend the cell");
    }
  }

  @Test
  void filesWithoutNamesHaveTheirColumnsInOrder() {
    String text = rows(20, i -> (i % 2 == 0 ? "a" : "b") + "," + i + "," + i * 0.5);
    Recipe recipe = recipe(text, rules("c1"));
    assertThat(first("a,7,0.5\nb,8,1.5\n", recipe))
        .isEqualTo(Map.of("c1", "a", "c2", 7.0, "c3", 0.5));
    assertThat(first("7,0.5\n8,1.5\n", recipe)).isEqualTo(Map.of("c2", 7.0, "c3", 0.5));
  }

  @Test
  void picturesMayHaveTheirLabelFirstOrNone() {
    String pixels = ",0".repeat(62) + ",9,255";
    String text = rows(20, i -> i % 10 + pixels);
    Recipe recipe = recipe(
        text,
        new TableRules(
            Optional.empty(), List.of(), Missing.MEAN, false, new Shares(0.5, 0, 0.5), 0));
    assertThat(first(text, recipe)).containsEntry("pixel63", 255.0).containsEntry("pixel62", 9.0);
    String bare = pixels.substring(1) + "\n";
    assertThat(first(bare + bare, recipe))
        .containsEntry("pixel63", 255.0)
        .containsEntry("pixel62", 9.0);
  }

  /** So that a program may wait for the answer to a row before it writes the next one. */
  @Test
  void aRowIsGivenAsSoonAsItHasCome() throws IOException {
    Recipe recipe = recipe("x,y\n" + rows(10, i -> i * 0.5 + "," + i * 0.25), rules("y"));
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out)) {
      out.write("x\n1.5\n".getBytes(StandardCharsets.UTF_8));
      TableRows rows = TableRows.of(in, "in", recipe, false);
      assertThat(rows.next()).isTrue();
      assertThat(rows.row()).isEqualTo(Map.of("x", 1.5));
      out.write("2.5\n".getBytes(StandardCharsets.UTF_8));
      assertThat(rows.next()).isTrue();
      assertThat(rows.row()).isEqualTo(Map.of("x", 2.5));
    }
  }

  private static Map<String, Object> first(String text, Recipe recipe) {
    try (TableRows rows = TableRows.of(stream(text), "in", recipe, false)) {
      assertThat(rows.next()).isTrue();
      return rows.row();
    }
  }

  private Recipe recipe() {
    return recipe(PASSENGERS, rules("Survived"));
  }

  private Recipe recipe(String text, TableRules rules) {
    return TextTable.read(directory.resolve("t.csv"), text, rules)
        .dataset()
        .recipe()
        .orElseThrow();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
