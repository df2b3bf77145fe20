package dev.pulmu.datasets.idx;

import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the four IDX files of a data set, whichever way they are named: with a dash or a dot,
 * gzipped or not, in folders of their own names, as Kaggle's archive unpacks, or with a prefix, as
 * EMNIST's.
 *
 * @param directory that has them
 * @param prefix what their names begin with; perhaps nothing
 */
public record IdxFiles(Path directory, String prefix) {
  private static final String IMAGES = "images-idx3-ubyte";
  private static final String LABELS = "labels-idx1-ubyte";
  private static final Pattern PREFIXED =
      Pattern.compile("(.+)-train[-.]images[-.]idx3-ubyte([.]gz)?");

  /** The files of MNIST, images before labels. */
  public static final List<String> PARTS =
      List.of("train-" + IMAGES, "train-" + LABELS, "t10k-" + IMAGES, "t10k-" + LABELS);

  private static final String WANTED = String.format(
      Locale.ROOT,
      "train-%1$s, train-%2$s, t10k-%1$s and t10k-%2$s (plain or .gz)",
      IMAGES,
      LABELS);

  /**
   * The files at a place that a user names.
   *
   * @param place a directory, or a directory and what the files' names in it begin with
   * @param name of the data set, for messages
   * @throws DataException if there is no such place, or more than one data set is there
   */
  public static IdxFiles at(Path place, String name) {
    if (!Files.isDirectory(place)) {
      if (!isPrefix(place)) {
        throw new DataException(
            place + ": no such directory; data set '" + name + "' wants " + WANTED + " in it");
      }
      return new IdxFiles(
          place.toAbsolutePath().getParent(), place.getFileName().toString());
    }
    List<String> prefixes =
        new IdxFiles(place, "").find(PARTS.get(0)).isPresent() ? List.of() : prefixes(place);
    if (prefixes.size() > 1) {
      throw new DataException(place + " holds " + prefixes.size() + " data sets: "
          + String.join(", ", prefixes) + "; name one, as in --data "
          + place.resolve(prefixes.get(0)));
    }
    return new IdxFiles(place, prefixes.isEmpty() ? "" : prefixes.get(0));
  }

  /** Whether a place is a directory followed by a prefix that files in this directory have. */
  public static boolean isPrefix(Path place) {
    Path directory = place.toAbsolutePath().getParent();
    return directory != null
        && Files.isDirectory(directory)
        && prefixes(directory).contains(place.getFileName().toString());
  }

  /** A file of one of the {@link #PARTS}, if it is there. */
  public Optional<Path> find(String part) {
    List<String> spellings = spellings(part).toList();
    return Stream.concat(
            spellings.stream().map(directory::resolve),
            spellings.stream()
                .map(directory::resolve)
                .flatMap(folder -> spellings.stream().map(folder::resolve)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * A file of one of the {@link #PARTS}.
   *
   * @param name of the data set, for the message
   * @throws DataException if it is not there
   */
  public Path require(String part, String name) {
    return find(part)
        .orElseThrow(() -> new DataException(directory + ": no " + spelt(part) + " in it (nor .gz,"
            + " nor " + dotted(spelt(part)) + "); data set '" + name + "' wants " + WANTED));
  }

  /** Whether all four files are there; what is in them is another matter. */
  public boolean areThere() {
    return PARTS.stream().allMatch(part -> find(part).isPresent());
  }

  private String spelt(String part) {
    return prefix.isEmpty() ? part : prefix + "-" + part;
  }

  private Stream<String> spellings(String part) {
    return Stream.of(part, part.replace("t10k", "test"))
        .map(this::spelt)
        .flatMap(name -> Stream.of(name, name.replace("idx1-ubyte", "idx2-int")))
        .flatMap(name -> Stream.of(name, dotted(name)))
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .distinct();
  }

  private static String dotted(String file) {
    return file.replace("-idx", ".idx");
  }

  /** What the names of files in a directory begin with, where that is no part of MNIST's names. */
  private static List<String> prefixes(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> PREFIXED.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> name.group(1))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
