package dev.pulmu.datasets.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.idx.IdxFixture;
import dev.pulmu.datasets.idx.ShiftedReader;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"-ubyte", "-ubyte.gz"})
  void mnistIsFourIdxFilesOfOneDirectory(String suffix) {
    Dataset mnist = Datasets.load("mnist", Lookup.usual().in(IdxFixture.folder(directory, suffix)));
    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(mnist.rows(Split.TRAIN)).containsExactly(0, 1, 2);
    assertThat(mnist.rows(Split.TEST)).containsExactly(3, 4);
    assertThat(((Targets.Labels) mnist.targets()).values()).containsExactly(5, 0, 9, 1, 2);
    Features.Bytes features = (Features.Bytes) mnist.features();
    assertThat(features.columns()).isEqualTo(6);
    assertThat(features.scale()).isEqualTo(1f / 255);
    assertThat(features.shift()).isZero();
    assertThat(features.values())
        .startsWith(0, 1, 2, 3, 4, 5, 16)
        .endsWith(37, 0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21);
  }

  @Test
  void namesWithADotAreFoundToo() throws IOException {
    IdxFixture.folder(directory, "-ubyte.gz");
    for (String part : new String[] {"train", "t10k"}) {
      Files.move(
          directory.resolve(part + "-images-idx3-ubyte.gz"),
          directory.resolve(part + "-images.idx3-ubyte.gz"));
      IdxFixture.write(
          directory.resolve(part + "-labels.idx1-ubyte"),
          part.equals("train") ? IdxFixture.labels(5, 0, 9) : IdxFixture.labels(1, 2));
      Files.delete(directory.resolve(part + "-labels-idx1-ubyte.gz"));
    }
    assertThat(Datasets.MNIST.load(directory).samples()).isEqualTo(5);
  }

  @Test
  void whatTheReaderYieldsIsWhatTheDatasetHolds() {
    IdxFixture.folder(directory, "-ubyte");
    Dataset data = Datasets.MNIST.read(
        new ShiftedReader(
            directory.resolve("train-images-idx3-ubyte"),
            directory.resolve("train-labels-idx1-ubyte")),
        new ShiftedReader(
            directory.resolve("t10k-images-idx3-ubyte"),
            directory.resolve("t10k-labels-idx1-ubyte")));
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(6, 1, 0, 2, 3);
    assertThat(((Features.Bytes) data.features()).values())
        .startsWith(~0, ~1, ~2)
        .endsWith(~21);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThat(Datasets.names())
        .containsExactly("mnist", "fashion-mnist", "digits", "csv", "images");
    assertThatThrownBy(() -> Datasets.load("mnsit", Lookup.usual().in(directory)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no data set 'mnsit'; did you mean 'mnist'? Known: mnist, fashion-mnist, digits, csv, images");
  }

  @Test
  void aMissingFileOrDirectoryIsNamed() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> Datasets.MNIST.load(nowhere))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            nowhere + ": no such directory; data set 'mnist' wants train-images");
    Files.delete(IdxFixture.folder(directory, "-ubyte").resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> Datasets.MNIST.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory + ": no t10k-labels-idx1-ubyte in it");
  }

  @Test
  void imagesOfTwoSizesAreRefused() {
    IdxFixture.folder(directory, "-ubyte");
    byte[] flat = IdxFixture.images(2);
    flat[11] = 1; // rows
    byte[] narrower = java.util.Arrays.copyOf(flat, 16 + 2 * 3);
    IdxFixture.write(directory.resolve("t10k-images-idx3-ubyte"), narrower);
    assertThatThrownBy(() -> Datasets.MNIST.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "data set 'mnist' wants images of one size, came 6 bytes an image to train on and"
                + " 3 to test with");
  }

  @Test
  void aBadTestFileIsRefusedAsClearlyAsABadTrainingFile() {
    IdxFixture.folder(directory, "-ubyte");
    Path labels = directory.resolve("t10k-labels-idx1-ubyte");
    IdxFixture.write(labels, IdxFixture.labels(1, 77));
    assertThatThrownBy(() -> Datasets.MNIST.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(labels + ": labels of 0..9 wanted, sample 1 has 77; is this the right file?");
  }
}
