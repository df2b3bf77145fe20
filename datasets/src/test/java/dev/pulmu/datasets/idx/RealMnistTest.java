package dev.pulmu.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.nd4j.Iterators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The 70,000 real digits, where the system property {@code pulmu.mnist} or the environment variable
 * {@code PULMU_MNIST} names the directory of their four files.
 */
class RealMnistTest {
  private static Path directory;

  @BeforeAll
  static void findTheFiles() {
    String place = System.getProperty("pulmu.mnist", System.getenv("PULMU_MNIST"));
    if (place == null) {
      System.err.println(
          "SKIPPED: RealMnistTest; set PULMU_MNIST or -Dpulmu.mnist to the directory of"
              + " MNIST's four IDX files to run it");
    }
    Assumptions.assumeTrue(place != null, "no directory of MNIST");
    directory = Path.of(place);
  }

  @Test
  void everyByteIsThatOfThePublishedFiles() {
    // sha256sum of the heading, the pixels of both image files and the labels as little-endian
    // int32, computed from files whose own SHA-256 are the published ones
    assertThat(Datasets.MNIST.load(directory).sha256())
        .isEqualTo("94ec22beb5220d8ea9fea9ccf506cbcfeea55b6afab82bd742ac9368f401b820");
  }

  @Test
  void countsAndLabelsAreThePublishedOnes() {
    Dataset mnist = Datasets.MNIST.load(directory);
    int[] labels = ((Targets.Labels) mnist.targets()).values();
    assertThat(mnist.rows(Split.TRAIN)).hasSize(60_000);
    assertThat(mnist.rows(Split.TEST)).hasSize(10_000).startsWith(60_000).endsWith(69_999);
    assertThat(mnist.features().columns()).isEqualTo(784);
    assertThat(labels).startsWith(5, 0, 4, 1, 9);
    assertThat(counts(mnist, labels, Split.TRAIN))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(counts(mnist, labels, Split.TEST))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void theMeanOfTheTrainingPixelsIsTheWellKnownOne() {
    byte[] pixels = ((Features.Bytes) Datasets.MNIST.load(directory).features()).values();
    long sum = 0;
    for (int i = 0; i < 60_000 * 784; i++) {
      sum += pixels[i] & 0xFF;
    }
    assertThat(sum / (60_000.0 * 784 * 255)).isEqualTo(0.1307, within(5e-5));
  }

  @Test
  void throughDataVecsIteratorEveryByteIsTheSame() {
    Dataset data = Iterators.dataset("mnist", iterator("train"), iterator("t10k"));
    assertThat(data.scaled(1f / 255, 0).sha256())
        .isEqualTo(Datasets.MNIST.load(directory).sha256());
  }

  private static RecordReaderDataSetIterator iterator(String part) {
    return new RecordReaderDataSetIterator(
        new IdxRecordReader(file(part + "-images-idx3-ubyte"), file(part + "-labels-idx1-ubyte")),
        1_000);
  }

  private static Path file(String name) {
    Path plain = directory.resolve(name);
    return Files.exists(plain) ? plain : directory.resolve(name + ".gz");
  }

  private static int[] counts(Dataset mnist, int[] labels, Split split) {
    int[] counts = new int[10];
    Arrays.stream(mnist.rows(split)).forEach(row -> counts[labels[row]]++);
    return counts;
  }
}
