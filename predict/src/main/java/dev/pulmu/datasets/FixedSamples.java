package dev.pulmu.datasets;

import dev.pulmu.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Rows whose features are what they are, whichever rows are trained on. */
record FixedSamples(Features features, Targets targets) implements Samples {
  @Override
  public int count() {
    return features.samples();
  }

  @Override
  public Encoded encode(int[] train) {
    return new Encoded(features, targets, Optional.empty());
  }

  @Override
  public Samples encodedBy(Recipe recipe, List<String> classes) {
    throw new IllegalArgumentException("a recipe is for the columns of a table, these samples have"
        + " features without names; give the table");
  }

  @Override
  public Samples rows(int[] rows) {
    return new FixedSamples(features.rows(rows), targets.rows(rows));
  }

  @Override
  public String sha256(int testRows) {
    return new Fingerprint(features, targets, testRows).sha256();
  }
}
