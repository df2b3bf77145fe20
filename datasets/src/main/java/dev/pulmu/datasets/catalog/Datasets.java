package dev.pulmu.datasets.catalog;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.digits.Digits;
import dev.pulmu.datasets.fetch.Published;
import dev.pulmu.datasets.folder.CsvFolder;
import dev.pulmu.datasets.idx.IdxFiles;
import dev.pulmu.datasets.idx.IdxFolder;
import dev.pulmu.datasets.images.PictureFolder;
import dev.pulmu.datasets.images.PictureOptions;
import dev.pulmu.datasets.lookup.DatasetSource;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.files.DataException;
import dev.pulmu.names.Names;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The data sets that are known by name. */
public final class Datasets {
  /** The name of MNIST where it can be had, otherwise of the built-in digits. */
  public static final String AUTO = "auto";

  /**
   * Handwritten digits, 28×28 (LeCun, Cortes, Burges: "The MNIST database of handwritten digits",
   * 1998).
   */
  public static final IdxFolder MNIST =
      new IdxFolder("mnist", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

  /**
   * Photographs of clothes, 28×28 (Xiao, Rasul, Vollgraf: "Fashion-MNIST: a novel image dataset for
   * benchmarking machine learning algorithms", 2017).
   */
  public static final IdxFolder FASHION_MNIST = new IdxFolder(
      "fashion-mnist",
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot"));

  private static final Published PUBLISHED_MNIST = new Published(
      MNIST,
      sums(
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
      "94ec22beb5220d8ea9fea9ccf506cbcfeea55b6afab82bd742ac9368f401b820",
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")));

  private static final Published PUBLISHED_FASHION_MNIST = new Published(
      FASHION_MNIST,
      sums(
          "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
          "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
          "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
          "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
      "705919e17812272a28e7242fad5bb5bc8f0764e05e163c79df87b6b50a2ea492",
      List.of(
          URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
          URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/"
              + "data/fashion/")));

  private static final List<DatasetSource> KNOWN = List.of(
      PUBLISHED_MNIST,
      PUBLISHED_FASHION_MNIST,
      new Digits(),
      new CsvFolder(Optional.empty()),
      new PictureFolder(PictureOptions.DEFAULT));

  private Datasets() {}

  /**
   * Whether the data set of this name is a table: {@code csv}, or {@link #AUTO} where a user names
   * a file, or a directory with {@code train.csv}.
   */
  public static boolean isTable(String name, Lookup lookup) {
    boolean isHere = lookup
        .directory()
        .filter(place -> Files.isRegularFile(place) || Tables.isTable(place) || isNamed(place))
        .isPresent();
    return name.equalsIgnoreCase(CsvFolder.NAME) || name.equalsIgnoreCase(AUTO) && isHere;
  }

  /** Whether a place has the name of a table, be it there or not. */
  static boolean isNamed(Path place) {
    return place.toString().matches("(?is).*\\.(csv|tsv)(\\.gz)?");
  }

  /** The names that {@link #load} knows besides {@link #AUTO}. */
  public static List<String> names() {
    return KNOWN.stream().map(DatasetSource::name).toList();
  }

  /**
   * Reads the data set of this name. {@link #AUTO} is MNIST if it is on this machine or can be
   * downloaded, and otherwise the built-in digits; the listener hears which and why.
   *
   * @throws IllegalArgumentException if no data set has this name, or the look-up makes no sense
   * @throws DataException if its files are not to be found or cannot be trusted
   */
  public static Dataset load(String name, Lookup lookup) {
    return name.equalsIgnoreCase(AUTO)
        ? mnistOrDigits(PUBLISHED_MNIST, lookup)
        : named(name).load(lookup);
  }

  /**
   * Reads the data set of this name: {@code csv} is the table in the look-up's directory with these
   * targets, and any other data set has targets of its own.
   *
   * @throws IllegalArgumentException as {@link #load(String, Lookup)} does, and if there are
   *     targets for any other data set than a table, or none for a table
   * @throws DataException as {@link #load(String, Lookup)} does
   */
  public static Dataset load(String name, Lookup lookup, Optional<TargetColumns> targets) {
    if (targets.isEmpty()) {
      return load(name, lookup);
    }
    if (!name.equalsIgnoreCase(CsvFolder.NAME)) {
      throw new IllegalArgumentException("targets are columns of a table, data set '" + name
          + "' is none; leave --targets out, or use --dataset csv");
    }
    return new CsvFolder(targets).load(lookup);
  }

  /**
   * Reads the data set of this name for something that is stored, as its version read it. Earlier
   * ones gave IDX files ten classes even where the labels have fewer; these are taken where they
   * are wanted.
   *
   * @param isWanted whether a data set is the one that is wanted
   * @return that one, or where neither is, the one with the classes of its labels
   * @throws IllegalArgumentException as {@link #load(String, Lookup, Optional)} does
   * @throws DataException as that does
   */
  public static Dataset loadAgain(
      String name, Lookup lookup, Optional<TargetColumns> targets, Predicate<Dataset> isWanted) {
    Dataset data = load(name, lookup, targets);
    return isWanted.test(data)
        ? data
        : withClasses(data, MNIST.classNames()).filter(isWanted).orElse(data);
  }

  /**
   * Reads what a model is to be tested on, in the classes of the model if these include its own. Of
   * a table the test rows are enough, as the model knows the classes.
   *
   * @param classes those of the model
   * @throws IllegalArgumentException as {@link #load(String, Lookup, Optional)} does
   * @throws DataException as that does, and if a label is none of the classes
   */
  public static Dataset loadTest(
      String name, Lookup lookup, Optional<TargetColumns> targets, List<String> classes) {
    if (targets.isPresent() && name.equalsIgnoreCase(CsvFolder.NAME)) {
      return new CsvFolder(targets).loadTest(lookup, classes);
    }
    Dataset data = load(name, lookup, targets);
    return withClasses(data, classes).orElse(data);
  }

  /** Whether a name is that of pictures in folders, which {@link #loadPictures} reads. */
  public static boolean arePictures(String name) {
    return name.equalsIgnoreCase(PictureFolder.NAME);
  }

  /**
   * Reads the pictures in the folders of the look-up's directory.
   *
   * @throws IllegalArgumentException if the look-up has no directory
   * @throws DataException naming the pictures that cannot be read, or what else is wrong there
   */
  public static Dataset loadPictures(Lookup lookup, PictureOptions options) {
    return new PictureFolder(options).load(lookup);
  }

  /**
   * Reads the pictures that a model is to be tested on, in the classes of the model if these
   * include their own: those that were drawn when it was trained on the same, else all that are not
   * in a folder {@code train}.
   *
   * @param sha256 of the data that the model was trained on
   * @param classes those of the model
   * @throws IllegalArgumentException as {@link #loadPictures} does
   * @throws DataException as that does
   */
  public static Dataset loadTestPictures(
      Lookup lookup, PictureOptions options, String sha256, List<String> classes) {
    Dataset data = new PictureFolder(options).loadTest(lookup, sha256);
    return withClasses(data, classes).orElse(data);
  }

  private static Optional<Dataset> withClasses(Dataset data, List<String> classes) {
    boolean ofImages = data.table().isEmpty() && !data.classNames().isEmpty();
    return ofImages && classes.containsAll(data.classNames())
        ? Optional.of(data.withClasses(classes))
        : Optional.empty();
  }

  /**
   * Reads a table, pictures in folders or four IDX files at a place that a user names to their end,
   * and returns lines that say how many rows, columns and classes there are.
   *
   * @param lookup whose listener hears how far it is
   * @param targets of a table; without them, its one column of words
   * @throws DataException saying what is wrong there
   */
  public static List<String> inspect(Lookup lookup, Path place, Optional<TargetColumns> targets) {
    return Inspection.of(lookup, place, targets);
  }

  /**
   * Reads the pictures in the folders of a place as {@link #inspect} reads what it finds.
   *
   * @throws DataException saying what is wrong there
   */
  public static List<String> inspectPictures(Lookup lookup, Path place) {
    return Inspection.ofPictures(lookup, place);
  }

  /** The name that a data set was published by, if it is one of those, every byte. */
  static Optional<String> published(Dataset data) {
    return Stream.of(PUBLISHED_MNIST, PUBLISHED_FASHION_MNIST)
        .filter(known -> known.table().equals(data.sha256()))
        .map(Published::name)
        .findFirst();
  }

  /**
   * Whether a data set is MNIST as it was published, every byte, whatever its name: four files that
   * a user names make a data set of the name that was asked for.
   */
  public static boolean isPublishedMnist(Dataset data) {
    return data.sha256().equals(PUBLISHED_MNIST.table());
  }

  /** Lists what this machine has of every data set, without using the network. */
  public static List<Listing> list(Lookup lookup) {
    return KNOWN.stream().map(source -> source.list(lookup)).toList();
  }

  /**
   * Sees to it that the files of a data set are on this machine, every byte as published.
   *
   * @return the folder that they are in
   * @throws IllegalArgumentException if no data set has this name, or it has no files
   * @throws DataException if they cannot be had
   */
  public static Path fetch(String name, Lookup lookup) {
    return named(name).fetch(lookup);
  }

  static Dataset mnistOrDigits(Published mnist, Lookup lookup) {
    if (lookup.directory().isPresent()) {
      return mnist.load(lookup);
    }
    try {
      Optional<Path> here = mnist.find(lookup);
      Path place = here.isPresent() ? here.get() : mnist.download(lookup);
      Dataset data = mnist.load(lookup);
      lookup.listener().note("data set: " + mnist.name() + " from " + place);
      return data;
    } catch (IOException e) {
      lookup
          .listener()
          .note("data set: the built-in digits, as " + mnist.name() + " " + e.getMessage());
      return new Digits().load(lookup);
    }
  }

  private static DatasetSource named(String name) {
    return KNOWN.stream()
        .filter(source -> source.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Names.unknown("data set", name, names()));
  }

  /** The sums of the files to train on and to test with, images before labels. */
  private static Map<String, String> sums(String... sums) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int part = 0; part < sums.length; part++) {
      named.put(IdxFiles.PARTS.get(part), sums[part]);
    }
    return named;
  }
}
