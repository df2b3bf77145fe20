package dev.pulmu.datasets.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Shape;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  private static final PictureOptions ALL_TO_TRAIN =
      new PictureOptions(Optional.empty(), Channels.AUTO, 0, 1);

  @TempDir
  private Path directory;

  private final List<String> notes = new ArrayList<>();

  @Test
  void aFolderIsAClassAndRowsTakeTurns() {
    picture("b/1.png", 0x010101);
    picture("b/2.png", 0x020202);
    picture("b/3.png", 0x030303);
    picture("a/x.bmp", 0x040404);

    Dataset data = load(ALL_TO_TRAIN);

    assertThat(data.classNames()).containsExactly("a", "b");
    assertThat(labels(data)).containsExactly(0, 1, 1, 1);
    assertThat(values(data)).containsExactly(4, 4, 1, 1, 2, 2, 3, 3);
    assertThat(data.shape()).isEqualTo(Shape.of(1, 2));
    assertThat(data.features().scale()).isEqualTo(1f / 255);
    assertThat(data.features().shift()).isZero();
    assertThat(notes).isEmpty();
  }

  @Test
  void numbersAreSortedAsNumbers() {
    for (String name : List.of("10", "9", "-1")) {
      picture(name + "/a.png", 0);
    }

    assertThat(load(ALL_TO_TRAIN).classNames()).containsExactly("-1", "9", "10");
  }

  @Test
  void filesAreSortedByTheirPathsInFoldersBelowToo() {
    picture("a/b/2.png", 0x020202);
    picture("a/b/1.PNG", 0x010101);
    picture("a/c.png", 0x030303);
    picture("z/1.png", 0x090909);

    assertThat(values(load(ALL_TO_TRAIN))).containsExactly(1, 1, 9, 9, 2, 2, 3, 3);
  }

  @Test
  void oneColouredPictureMakesAllOfThreeChannels() {
    picture("a/1.png", 0x010101);
    picture("b/1.png", 0x0A1EC8);

    Dataset data = load(ALL_TO_TRAIN);

    assertThat(data.shape()).isEqualTo(Shape.of(3, 1, 2));
    assertThat(values(data)).containsExactly(1, 1, 1, 1, 1, 1, 10, 10, 30, 30, 200, 200);
  }

  @Test
  void channelsCanBeSaid() {
    picture("a/1.png", 0x010101);
    picture("b/1.png", 0x0A1EC8);

    Dataset grey = load(new PictureOptions(Optional.empty(), Channels.GREY, 0, 1));
    assertThat(grey.shape()).isEqualTo(Shape.of(1, 2));
    assertThat(values(grey)).containsExactly(1, 1, 43, 43); // 0.299·10 + 0.587·30 + 0.114·200

    Dataset rgb = load(new PictureOptions(Optional.empty(), Channels.RGB, 0, 1));
    assertThat(rgb.shape()).isEqualTo(Shape.of(3, 1, 2));
  }

  @Test
  void picturesOfDifferentSizesWantASize() {
    Pictures.write(directory.resolve("a/1.png"), 4, 4, 0x070707);
    Pictures.write(directory.resolve("b/1.png"), 2, 4, 0x090909);

    assertThatThrownBy(() -> load(ALL_TO_TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessage(directory + ": pictures of one size wanted, these have 2 (height × width, such"
            + " as 4x4 and 2x4); say which one they are brought to, as in --size 28x28");

    Shape two = Shape.of(2, 2);
    Dataset data = load(new PictureOptions(Optional.of(two), Channels.AUTO, 0, 1));
    assertThat(data.shape()).isEqualTo(two);
    assertThat(values(data)).containsExactly(7, 7, 7, 7, 9, 9, 0, 0);
  }

  @Test
  void foldersTrainAndTestSayWhichRowsAreWhat() {
    picture("train/a/1.png", 0x010101);
    picture("train/b/1.png", 0x020202);
    picture("test/b/1.png", 0x030303);

    Dataset data = load(PictureOptions.DEFAULT);

    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1);
    assertThat(data.rows(Split.TEST)).containsExactly(2);
    assertThat(labels(data)).containsExactly(0, 1, 1);
    assertThat(values(data)).containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void aClassThatOnlyTheTestHasIsRefused() {
    picture("train/a/1.png", 0);
    picture("test/b/1.png", 0);

    assertThatThrownBy(() -> load(PictureOptions.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessage(directory.resolve("test") + ": folders of the classes in "
            + directory.resolve("train") + " wanted, came also 'b'; is that the same set?");
  }

  @Test
  void ofEachClassAShareIsDrawnToTestWithBySeed() {
    IntStream.range(0, 20).forEach(i -> picture("a/" + i + ".png", 0x010101 * i));
    IntStream.range(0, 10).forEach(i -> picture("b/" + i + ".png", 0x010101 * (100 + i)));

    Dataset data = load(PictureOptions.ofSeed(5));
    int[] tested =
        Arrays.stream(data.rows(Split.TEST)).map(row -> values(data)[2 * row]).toArray();

    assertThat(data.rows(Split.TRAIN)).hasSize(27);
    assertThat(Arrays.stream(tested).filter(value -> value >= 100).count()).isEqualTo(1);
    assertThat(load(PictureOptions.ofSeed(5)).sha256()).isEqualTo(data.sha256());
    assertThat(load(PictureOptions.ofSeed(6)).sha256()).isNotEqualTo(data.sha256());
    assertThat(IntStream.range(0, 30).map(row -> values(data)[2 * row]).sorted().toArray())
        .as("every picture is there once")
        .isEqualTo(
            IntStream.concat(IntStream.range(0, 20), IntStream.range(100, 110)).toArray());
    assertThat(IntStream.range(0, 30)
            .allMatch(row -> labels(data)[row] == (values(data)[2 * row] >= 100 ? 1 : 0)))
        .as("each has its label")
        .isTrue();
  }

  @Test
  void tooFewToDrawFromAreRefused() {
    picture("a/1.png", 0);
    picture("b/1.png", 0);

    assertThatThrownBy(() -> load(PictureOptions.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 pictures of 2 classes are too few")
        .hasMessageEndingWith("make folders train and test");
  }

  @Test
  void hiddenFilesAndOthersAreLeftOutAndCounted() throws IOException {
    picture("a/1.png", 0);
    picture("b/1.png", 0);
    Files.writeString(directory.resolve("a/.hidden.png"), "");
    Files.writeString(directory.resolve("a/notes.TXT"), "");
    Files.writeString(directory.resolve("b/more.txt"), "");
    Files.createDirectory(directory.resolve("empty"));
    picture(".git/1.png", 0);

    assertThat(load(ALL_TO_TRAIN).classNames()).containsExactly("a", "b");
    assertThat(notes)
        .containsExactly(
            "images: left out 3 files (.txt, hidden) that are no PNG, JPEG, GIF or BMP");
  }

  @Test
  void filesThatCannotBeReadAreNamedAndCounted() throws IOException {
    picture("a/1.png", 0);
    for (int i = 0; i < 7; i++) {
      Files.writeString(directory.resolve("a/bad" + i + ".png"), "no picture");
    }

    assertThatThrownBy(() -> load(ALL_TO_TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory + ": 7 of 8 pictures cannot be read; mend them or take"
            + " them out: " + directory.resolve("a/bad0.png") + ": its bytes are no PNG")
        .hasMessageContaining("bad4.png")
        .hasMessageEndingWith(" | and 2 more");
  }

  @Test
  void oneFileThatCannotBeReadIsALineOfItsOwn() throws IOException {
    picture("a/1.png", 0);
    Files.writeString(directory.resolve("a/bad.png"), "no picture");

    assertThatThrownBy(() -> load(ALL_TO_TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory.resolve("a/bad.png") + ": its bytes are no PNG");
  }

  @Test
  void aDirectoryWithoutPicturesIsRefused() throws IOException {
    Files.createDirectory(directory.resolve("a"));

    assertThatThrownBy(() -> load(ALL_TO_TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessage(directory + ": one folder a class wanted, with PNG, JPEG, GIF or BMP files in"
            + " it; no folder here has any");
    assertThatThrownBy(() -> Datasets.load("images", Lookup.usual()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass --data images:DIR");
    assertThatThrownBy(() -> Datasets.load("images", Lookup.usual().in(directory.resolve("no"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such directory");
  }

  /** Small files that want 2.3 GB as rows. */
  @Test
  void moreThanATableHoldsIsRefusedBeforeAPictureIsRead() {
    IntStream.range(0, 24).forEach(i -> picture("a/" + i + ".png", 0));
    PictureOptions huge =
        new PictureOptions(Optional.of(Shape.of(8_000, 12_000)), Channels.AUTO, 0, 1);

    assertThatThrownBy(() -> load(huge))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("24 pictures of 8000x12000 are 2,304,000,000 bytes")
        .hasMessageContaining("--size 28x28");
  }

  @Test
  void aModelsShapeSaysSizeAndChannels() {
    picture("a/1.png", 0);

    PictureOptions digits = ALL_TO_TRAIN.with(Shape.of(784));
    assertThat(digits.size()).contains(Shape.of(28, 28));
    assertThat(digits.channels()).isEqualTo(Channels.GREY);
    PictureOptions photos = ALL_TO_TRAIN.with(Shape.of(3, 32, 16));
    assertThat(photos.size()).contains(Shape.of(32, 16));
    assertThat(photos.channels()).isEqualTo(Channels.RGB);
    assertThat(load(photos).shape()).isEqualTo(Shape.of(3, 32, 16));
    assertThatThrownBy(() -> ALL_TO_TRAIN.with(Shape.of(4, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void picturesThatAModelHasNotSeenAreAllTested() {
    IntStream.range(0, 10).forEach(i -> picture("a/" + i + ".png", 0x010101 * i));
    IntStream.range(0, 10).forEach(i -> picture("b/" + i + ".png", 0x010101 * i));
    String seen = load(PictureOptions.DEFAULT).sha256();
    List<String> classes = List.of("a", "b", "c");

    Dataset own =
        Datasets.loadTestPictures(lookup(), PictureOptions.DEFAULT, seen, List.of("a", "b"));
    Dataset other = Datasets.loadTestPictures(lookup(), PictureOptions.DEFAULT, "other", classes);

    assertThat(own.rows(Split.TEST)).hasSize(2);
    assertThat(other.rows(Split.TEST)).hasSize(20);
    assertThat(other.classNames()).isEqualTo(classes);
    assertThat(other.shape()).isEqualTo(Shape.of(1, 2));
  }

  @Test
  void oneNewPictureIsEnoughToTestAModelOn() {
    picture("b/1.png", 0x050505);

    Dataset data =
        Datasets.loadTestPictures(lookup(), PictureOptions.DEFAULT, "other", List.of("a", "b"));

    assertThat(data.rows(Split.TEST)).containsExactly(0);
    assertThat(labels(data)).containsExactly(1);
  }

  private void picture(String name, int rgb) {
    Pictures.write(directory.resolve(name.replace(".PNG", ".png")), 1, 2, rgb);
    if (name.endsWith(".PNG")) {
      Path written = directory.resolve(name.replace(".PNG", ".png"));
      assertThat(written.toFile().renameTo(directory.resolve(name).toFile())).isTrue();
    }
  }

  private Lookup lookup() {
    return Lookup.usual().in(directory).heardBy(new Lookup.Listener() {
      @Override
      public void note(String line) {
        notes.add(line);
      }
    });
  }

  private Dataset load(PictureOptions options) {
    return Datasets.loadPictures(lookup(), options);
  }

  private static int[] labels(Dataset data) {
    return ((Targets.Labels) data.targets()).values();
  }

  private static int[] values(Dataset data) {
    byte[] bytes = ((Features.Bytes) data.features()).values();
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
  }
}
