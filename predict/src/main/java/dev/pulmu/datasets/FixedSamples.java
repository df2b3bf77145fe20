package dev.pulmu.datasets;

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
  public Samples rows(int[] rows) {
    return new FixedSamples(features.rows(rows), targets.rows(rows));
  }

  @Override
  public String sha256(int testRows) {
    return new Fingerprint(features, targets, testRows).sha256();
  }
}
