package dev.pulmu.datasets;

/** The SHA-256 of rows, which data sets over the same rows share, since it takes its time. */
final class Sum {
  private final Samples samples;
  private final int testRows;
  private String sha256;

  Sum(Samples samples, int testRows) {
    this.samples = samples;
    this.testRows = testRows;
  }

  synchronized String sha256() {
    if (sha256 == null) {
      sha256 = samples.sha256(testRows);
    }
    return sha256;
  }
}
