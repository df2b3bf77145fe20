package dev.pulmu.datasets.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The 70,000 real photographs, where a look-up without the network finds them. */
class RealFashionMnistTest {
  private static final Lookup LOOKUP = Lookup.usual().withoutNetwork();

  @BeforeAll
  static void findTheFiles() {
    boolean here = fashion().state() != Listing.State.MISSING;
    if (!here) {
      System.err.println("SKIPPED: RealFashionMnistTest; 'apt-get install dataset-fashion-mnist' or"
          + " './pulmu datasets fetch fashion-mnist' lets it run");
    }
    Assumptions.assumeTrue(here, "no Fashion-MNIST on this machine");
  }

  @Test
  void everyByteIsThatOfThePublishedFiles() {
    Dataset data = Datasets.load("fashion-mnist", LOOKUP);
    // Computed outside of Java from files whose own SHA-256 are the published ones
    assertThat(data.sha256())
        .isEqualTo("705919e17812272a28e7242fad5bb5bc8f0764e05e163c79df87b6b50a2ea492");
    assertThat(fashion().state()).isEqualTo(Listing.State.VERIFIED);
    assertThat(Datasets.fetch("fashion-mnist", LOOKUP))
        .isEqualTo(fashion().folder().orElseThrow());
  }

  @Test
  void countsAndNamesAreThePublishedOnes() {
    Dataset data = Datasets.load("fashion-mnist", LOOKUP);
    int[] labels = ((Targets.Labels) data.targets()).values();
    for (Split split : new Split[] {Split.TRAIN, Split.TEST}) {
      long[] counts = new long[10];
      Arrays.stream(data.rows(split)).forEach(row -> counts[labels[row]]++);
      assertThat(counts).containsOnly(split == Split.TRAIN ? 6_000 : 1_000);
    }
    assertThat(labels).startsWith(9, 0, 0, 3); // the first is the well-known boot
    assertThat(data.classNames()).startsWith("T-shirt/top", "Trouser").endsWith("Ankle boot");
  }

  private static Listing fashion() {
    return Datasets.list(LOOKUP).stream()
        .filter(listing -> listing.name().equals("fashion-mnist"))
        .findFirst()
        .orElseThrow();
  }
}
