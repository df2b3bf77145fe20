package dev.pulmu.datasets.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.fetch.Mirror;
import dev.pulmu.datasets.fetch.Published;
import dev.pulmu.datasets.idx.IdxFixture;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for the small files of {@link IdxFixture}, as if they had been published. */
class SourcesTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

  @TempDir
  Path temp;

  private final List<String> notes = new ArrayList<>();
  private Path published;
  private Lookup lookup;

  @BeforeEach
  void places() throws IOException {
    published = IdxFixture.folder(Files.createDirectory(temp.resolve("published")), "-ubyte.gz");
    Lookup.Listener listener = new Lookup.Listener() {
      @Override
      public void note(String line) {
        notes.add(line);
      }
    };
    lookup = new Lookup(
        Optional.empty(), temp.resolve("cache"), temp.resolve("shared"), false, listener);
  }

  @Test
  void theCacheComesBeforeTheSharedFolderAndThatBeforeTheNetwork() throws Exception {
    Published small = small(NOWHERE);
    IdxFixture.folder(Files.createDirectories(temp.resolve("shared/mnist")), "-ubyte");
    assertThat(small.find(lookup)).contains(temp.resolve("shared/mnist"));
    assertThat(small.load(lookup).samples()).isEqualTo(5);

    IdxFixture.folder(Files.createDirectories(temp.resolve("cache/mnist")), "-ubyte.gz");
    assertThat(small.find(lookup)).contains(temp.resolve("cache/mnist"));

    Files.delete(temp.resolve("cache/mnist/t10k-labels-idx1-ubyte.gz"));
    assertThat(small.find(lookup)).contains(temp.resolve("shared/mnist"));
  }

  @Test
  void whatIsOnNoFolderIsDownloadedIntoTheCache() throws Exception {
    try (Mirror mirror = new Mirror(files())) {
      Published small = small(mirror.uri());
      assertThat(small.list(lookup).state()).isEqualTo(Listing.State.MISSING);
      assertThat(small.load(lookup).samples()).isEqualTo(5);
      assertThat(mirror.requests()).hasSize(4);
      assertThat(small.load(lookup).samples()).isEqualTo(5);
      assertThat(mirror.requests()).hasSize(4);
      assertThat(small.list(lookup))
          .isEqualTo(new Listing(
              "mnist", Optional.of(temp.resolve("cache/mnist")), 3, 2, Listing.State.VERIFIED));
    }
  }

  @Test
  void aDirectoryOfTheUsersIsTakenAsItIsAndNothingElseIsLookedAt() throws Exception {
    IdxFixture.folder(Files.createDirectories(temp.resolve("cache/mnist")), "-ubyte");
    Path own = IdxFixture.folder(Files.createDirectory(temp.resolve("own")), "-ubyte");
    IdxFixture.write(own.resolve("t10k-labels-idx1-ubyte"), IdxFixture.labels(7, 7));
    Dataset data = small(NOWHERE).load(lookup.in(own));
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(5, 0, 9, 7, 7);

    Files.delete(own.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> small(NOWHERE).load(lookup.in(own)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(own + ": no t10k-labels-idx1-ubyte in it");
  }

  @Test
  void otherBytesThanPublishedAreRefusedAndTheFileIsNamed() throws Exception {
    Path cache =
        IdxFixture.folder(Files.createDirectories(temp.resolve("cache/mnist")), "-ubyte.gz");
    IdxFixture.write(
        cache.resolve("t10k-labels-idx1-ubyte.gz"), IdxFixture.gzip(IdxFixture.labels(1, 3)));
    Published small = small(NOWHERE);
    String message = cache + ": not the published bytes of 'mnist' (t10k-labels-idx1-ubyte.gz);"
        + " delete them and run 'pulmu datasets fetch mnist', or pass --data " + cache
        + " to use them as they are";
    assertThat(small.list(lookup).state()).isEqualTo(Listing.State.WRONG);
    assertThatThrownBy(() -> small.load(lookup))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> small.fetch(lookup))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Datasets.mnistOrDigits(small, lookup)).hasMessage(message);
  }

  @Test
  void damagedFilesAreListedAsWrong() throws Exception {
    Path cache =
        IdxFixture.folder(Files.createDirectories(temp.resolve("cache/mnist")), "-ubyte.gz");
    IdxFixture.write(cache.resolve("t10k-labels-idx1-ubyte.gz"), new byte[3]);
    assertThat(small(NOWHERE).list(lookup).state()).isEqualTo(Listing.State.WRONG);
  }

  @Test
  void whatCannotBeHadIsRefusedWithEveryPlaceAndWhatToDo() throws Exception {
    String places = "data set 'mnist' is not in " + temp.resolve("cache/mnist") + " or "
        + temp.resolve("shared/mnist") + " and ";
    String advice = "; try again with a network, or pass --data DIR with its four files; a new run"
        + " can be on digits, which wants no files";
    assertThatThrownBy(() -> small(NOWHERE).load(lookup))
        .isInstanceOf(DataException.class)
        .hasMessage(places + "cannot be downloaded (127.0.0.1: no connection)" + advice);
    assertThatThrownBy(() -> small(NOWHERE).fetch(lookup.withoutNetwork()))
        .isInstanceOf(DataException.class)
        .hasMessage(places + "is not downloaded (offline)" + advice);
    assertThat(notes).isEmpty();
  }

  @Test
  void withoutAWishItIsMnistWhereItCanBeHad() throws Exception {
    try (Mirror mirror = new Mirror(files())) {
      assertThat(Datasets.mnistOrDigits(small(mirror.uri()), lookup).name()).isEqualTo("mnist");
    }
    assertThat(notes).containsExactly("data set: mnist from " + temp.resolve("cache/mnist"));
  }

  @Test
  void withoutAWishAndWithoutMnistItIsDigitsAndOneLineSaysWhy() throws Exception {
    Lookup offline = lookup.withoutNetwork();
    assertThat(Datasets.mnistOrDigits(small(NOWHERE), offline).name()).isEqualTo("digits");
    assertThat(notes)
        .containsExactly("data set: the built-in digits, as mnist is not in "
            + temp.resolve("cache/mnist") + " or " + temp.resolve("shared/mnist")
            + " and is not downloaded (offline)");
  }

  @Test
  void withADirectoryAutoIsMnistInIt() {
    Dataset data = Datasets.load(Datasets.AUTO, lookup.in(published));
    assertThat(data.name()).isEqualTo("mnist");
    assertThat(data.samples()).isEqualTo(5);
  }

  @Test
  void digitsHaveNoFiles() {
    assertThatThrownBy(() -> Datasets.load("digits", lookup.in(published)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data set 'digits' is drawn, not read from " + published
            + "; leave --data out, or use --dataset mnist");
    assertThatThrownBy(() -> Datasets.fetch("digits", lookup))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data set 'digits' is built in: there is nothing to fetch");
    assertThat(Datasets.list(lookup))
        .extracting(Listing::name, Listing::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("mnist", Listing.State.MISSING),
            org.assertj.core.groups.Tuple.tuple("fashion-mnist", Listing.State.MISSING),
            org.assertj.core.groups.Tuple.tuple("digits", Listing.State.BUILT_IN),
            org.assertj.core.groups.Tuple.tuple("csv", Listing.State.YOURS),
            org.assertj.core.groups.Tuple.tuple("images", Listing.State.YOURS));
  }

  private Published small(URI... mirrors) throws Exception {
    Map<String, String> sums = new LinkedHashMap<>();
    String[] names = {
      "train-images-idx3-ubyte",
      "train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte"
    };
    byte[][] bytes = {
      IdxFixture.images(3),
      IdxFixture.labels(5, 0, 9),
      IdxFixture.images(2),
      IdxFixture.labels(1, 2)
    };
    for (int i = 0; i < names.length; i++) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes[i]);
      sums.put(names[i], HexFormat.of().formatHex(sum));
    }
    return new Published(
        Datasets.MNIST, sums, Datasets.MNIST.load(published).sha256(), List.of(mirrors));
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var paths = Files.list(published)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
