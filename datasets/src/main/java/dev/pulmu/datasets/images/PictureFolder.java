package dev.pulmu.datasets.images;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.lookup.DatasetSource;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A user's own pictures: a directory with one folder a class, or with {@code train} and
 * {@code test} that have these folders each. Without them a share of each class is drawn to test
 * with. A row is what {@link dev.pulmu.pictures.Picture} makes of a file, used as its 255th; rows
 * take turns in the classes, so that the first ones are of all.
 *
 * @param options how pictures become rows
 */
public record PictureFolder(PictureOptions options) implements DatasetSource {
  public static final String NAME = "images";

  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final int MANY = 5;

  @Override
  public String name() {
    return NAME;
  }

  /** Whether a place is a directory in which folders have pictures. */
  public static boolean isAt(Path place) {
    return Files.isDirectory(place) && (isSplit(place) || PictureFiles.areIn(place));
  }

  /** Whether a directory says itself which pictures are to train on and which to test with. */
  public static boolean isSplit(Path directory) {
    return Files.isDirectory(directory.resolve(TRAIN))
        && Files.isDirectory(directory.resolve(TEST));
  }

  @Override
  public Dataset load(Lookup lookup) {
    Path directory = directory(lookup);
    return isSplit(directory) ? split(directory, lookup) : drawn(directory, lookup);
  }

  private Dataset split(Path directory, Lookup lookup) {
    PictureFiles train = PictureFiles.in(directory.resolve(TRAIN));
    PictureFiles test = PictureFiles.in(directory.resolve(TEST));
    List<String> unknown =
        test.classes().stream().filter(name -> !train.classes().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new DataException(directory.resolve(TEST) + ": folders of the classes in "
          + directory.resolve(TRAIN) + " wanted, came also " + shortened(unknown)
          + "; is that the same set?");
    }
    noteOthers(lookup, train, test);
    Rows rows = new Rows(train.classes());
    rows.add(train);
    rows.add(test);
    return dataset(directory, lookup, rows, test.count());
  }

  private Dataset drawn(Path directory, Lookup lookup) {
    PictureFiles all = PictureFiles.in(directory);
    if (!canBeDrawn(all)) {
      throw new DataException(directory + ": a share of " + options.testShare() + " wanted to test"
          + " with, and of each class a picture to train on; " + all.count() + " pictures of "
          + all.classes().size()
          + " classes are too few: add some, or make folders train and test");
    }
    noteOthers(lookup, all);
    Rows rows = new Rows(all.classes());
    rows.add(all);
    // Labels alone decide which rows are drawn, so that each picture is read into its place
    Dataset drawn = new Dataset(
            NAME,
            new Features.Bytes(new byte[all.count()], 1, 1, 0),
            new Targets.Labels(rows.labels(), all.classes().size()),
            all.classes(),
            0)
        .withValidation(options.testShare(), options.seed());
    int[] test = drawn.rows(Split.VALIDATION);
    Rows ordered = new Rows(all.classes());
    IntStream.of(drawn.rows(Split.TRAIN)).forEach(row -> ordered.add(rows, row));
    IntStream.of(test).forEach(row -> ordered.add(rows, row));
    return dataset(directory, lookup, ordered, test.length);
  }

  private boolean canBeDrawn(PictureFiles files) {
    long drawn = Math.round(options.testShare() * files.count());
    return options.testShare() == 0
        || drawn > 0 && drawn <= files.count() - files.classes().size();
  }

  private Dataset dataset(Path directory, Lookup lookup, Rows rows, int testRows) {
    PictureRows.Table table = new PictureRows(directory, rows.files, lookup.listener())
        .read(options.size(), options.channels());
    return new Dataset(
            NAME,
            new Features.Bytes(table.values(), table.shape().size(), 1f / 255, 0),
            new Targets.Labels(rows.labels(), rows.classes.size()),
            rows.classes,
            testRows)
        .withShape(table.shape());
  }

  /**
   * The pictures to test a model on: those that were drawn, if they are of the data that it was
   * trained on or the directory says which they are, else all.
   *
   * @param sha256 of the data that the model was trained on
   */
  public Dataset loadTest(Lookup lookup, String sha256) {
    Path directory = directory(lookup);
    if (isSplit(directory) || canBeDrawn(PictureFiles.in(directory))) {
      Dataset data = load(lookup);
      return isSplit(directory) || data.sha256().equals(sha256)
          ? data
          : new Dataset(NAME, data.features(), data.targets(), data.classNames(), data.samples())
              .withShape(data.shape());
    }
    PictureFiles all = PictureFiles.in(directory);
    noteOthers(lookup, all);
    Rows rows = new Rows(all.classes());
    rows.add(all);
    return dataset(directory, lookup, rows, all.count());
  }

  private static Path directory(Lookup lookup) {
    Path directory = lookup
        .directory()
        .orElseThrow(() -> new IllegalArgumentException(
            "data set 'images' is pictures of yours; pass --data images:DIR, one folder a class"));
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory + ": no such directory; data set 'images' wants one folder a class in it");
    }
    return directory;
  }

  private static void noteOthers(Lookup lookup, PictureFiles... parts) {
    Map<String, Integer> others = new HashMap<>();
    for (PictureFiles part : parts) {
      part.others().forEach((ending, count) -> others.merge(ending, count, Integer::sum));
    }
    if (!others.isEmpty()) {
      lookup
          .listener()
          .note("images: left out " + PictureFiles.text(others)
              + " that are no PNG, JPEG, GIF or BMP");
    }
  }

  private static String shortened(List<String> names) {
    String first = String.join(
        ", ", names.stream().limit(MANY).map(name -> "'" + name + "'").toList());
    return names.size() <= MANY ? first : first + " and " + (names.size() - MANY) + " more";
  }

  @Override
  public Listing list(Lookup lookup) {
    return new Listing(NAME, Optional.empty(), 0, 0, Listing.State.YOURS);
  }

  @Override
  public Path fetch(Lookup lookup) {
    throw new IllegalArgumentException("data set 'images' is pictures of yours: there is nothing to"
        + " fetch; pass --data images:DIR to train");
  }

  /** Files and their labels, in the order of rows. */
  private static final class Rows {
    private final List<String> classes;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    Rows(List<String> classes) {
      this.classes = classes;
    }

    /** Adds one picture of each class, then a second one of each, and so on. */
    void add(PictureFiles pictures) {
      int end = files.size() + pictures.count();
      for (int turn = 0; files.size() < end; turn++) {
        for (int label = 0; label < classes.size(); label++) {
          List<Path> ofClass = pictures.ofClass().getOrDefault(classes.get(label), List.of());
          if (turn < ofClass.size()) {
            files.add(ofClass.get(turn));
            labels.add(label);
          }
        }
      }
    }

    void add(Rows other, int row) {
      files.add(other.files.get(row));
      labels.add(other.labels.get(row));
    }

    int[] labels() {
      return labels.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
