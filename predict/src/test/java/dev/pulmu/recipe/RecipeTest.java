package dev.pulmu.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  private static final Recipe RECIPE = new Recipe(
      List.of(
          new Standardised("age", new Scale(30, 10), Missing.MEAN, true),
          new Standardised("height", new Scale(1000.3, 0), Missing.REFUSE, false),
          new OneHot("sex", List.of("", "f", "m")),
          new YesNo("smokes", "no", "yes", 0.25, Missing.MEAN, true),
          new AsByte("grey")),
      List.of("id"),
      new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price")),
      List.of(new Scale(150, 7.5)));

  @Test
  void rowsBecomeTheFeaturesThatItsColumnsSay() {
    float[] features = RECIPE.encode(
        Map.of("age", 45, "height", "1000.3", "sex", "m", "smokes", "YES", "grey", 7.0));
    assertThat(features).containsExactly(1.5f, 0, 0, 0, 0, 1, 0, 1, 0, 7);
    assertThat(RECIPE.features())
        .containsExactly(
            "age",
            "age is missing",
            "height",
            "sex is ",
            "sex is f",
            "sex is m",
            "sex is other",
            "smokes is yes",
            "smokes is missing",
            "grey");
    assertThat(RECIPE.width()).isEqualTo(10);
  }

  @Test
  void whatIsMissingIsTheMeanWithAMarkAndAWordOfItsOwn() {
    Map<String, Object> row = new HashMap<>();
    row.put("age", null);
    row.put("height", 3);
    row.put("sex", "");
    row.put("smokes", " ");
    row.put("grey", 0);
    assertThat(RECIPE.encode(row)).containsExactly(0, 1, 0, 1, 0, 0, 0, 0.25f, 1, 0);
    row.put("age", "n/a");
    row.put("sex", "x");
    assertThat(RECIPE.encode(row)).containsExactly(0, 1, 0, 0, 0, 0, 1, 0.25f, 1, 0);
  }

  @Test
  void itsTextReadsBackToAnEqualOne() {
    assertThat(Recipe.parse(RECIPE.text())).isEqualTo(RECIPE);
    Recipe labels = new Recipe(
        List.of(new OneHot("a, \"b\"\n", List.of("ü", "x y"))),
        List.of(),
        new TargetColumns(TargetColumns.Kind.LABELS, List.of("species")),
        List.of());
    assertThat(Recipe.parse(labels.text())).isEqualTo(labels);
    assertThat(labels.text()).doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "age    | old  | column 'age': a finite number wanted, came 'old'; mend the cell",
        "age    | 1e999| column 'age': a finite number wanted, came '1e999'; mend the cell",
        "height |      | column 'height': a number wanted, the cell is empty; give a number",
        "smokes | maybe| column 'smokes': 'no' or 'yes' wanted, came 'maybe'; mend the cell",
        "grey   | 256  | column 'grey': a whole number from 0 to 255 wanted, came '256'; mend the cell",
        "grey   | 0.5  | column 'grey': a whole number from 0 to 255 wanted, came '0.5'; mend the cell"
      })
  void aCellThatMakesNoSenseIsRefusedByItsColumn(String column, String cell, String message) {
    Map<String, Object> row =
        new HashMap<>(Map.of("age", 1, "height", 1, "sex", "f", "smokes", "no", "grey", 1));
    row.put(column, cell);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RECIPE.encode(row))
        .withMessage(message);
  }

  @Test
  void columnsThatAreNotThereAreRefusedByName() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RECIPE.encode(Map.of("Age", 1, "height", 1, "sex", "f", "smokes", "no")))
        .withMessage("column 'age', 'grey' wanted, as the model learnt from it; it is not there;"
            + " did you mean 'Age'?");
  }

  @Test
  void aCategoryThatIsANumberMayBeSpeltOtherwise() {
    OneHot code = new OneHot("code", List.of("", "1.0", "3.0", "x"));
    assertThat(code.place("3")).isEqualTo(2);
    assertThat(code.place("1.00")).isEqualTo(1);
    assertThat(code.place("2")).isEqualTo(4);
    float[] features = new float[5];
    code.encode(3.0, features, 0);
    assertThat(features).containsExactly(0, 0, 1, 0, 0);
  }

  @Test
  void aConstantColumnIsZeroWhateverItsSize() {
    Scale constant = new Scale(1000.3, 0);
    assertThat(constant.standardise(1000.3)).isZero();
    assertThat(constant.standardise(7)).isZero();
    assertThat(new Scale(150, 7.5).undo(new Scale(150, 7.5).standardise(3))).isEqualTo(3);
  }
}
