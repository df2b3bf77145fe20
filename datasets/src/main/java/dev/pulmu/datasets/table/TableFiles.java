package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.folder.CsvHeader;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.names.Names;
import dev.pulmu.recipe.Invisible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The files of a table: one, or {@code train}, {@code test} and perhaps {@code validation} in one
 * directory, each {@code .csv} or {@code .tsv}, plain or {@code .gz}; the first one says which
 * columns there are, in the others they may stand in any order.
 *
 * @param parts absent where the rows of the file are still to be split
 * @param listener hears how far the files are read
 * @param known names of columns that the user knows
 */
record TableFiles(
    Map<Path, Optional<Split>> parts,
    Lookup.Listener listener,
    Collection<String> known,
    boolean skipBadRows) {
  /** What a first column without a name is called: the index that pandas and R write. */
  static final String INDEX = "(index)";

  /** Of pictures that MNIST's mirrors write as rows without names: the label comes first. */
  static final String LABEL = "label";

  private static final String PIXEL = "pixel";
  private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".csv.gz", ".tsv.gz");
  private static final int MANY = 20;

  static TableFiles at(
      Path place, Lookup.Listener listener, Collection<String> known, boolean skipBadRows) {
    Map<Path, Optional<Split>> parts = new LinkedHashMap<>();
    if (Files.isDirectory(place)) {
      parts.put(required(place, "train"), Optional.of(Split.TRAIN));
      find(place, "validation").ifPresent(file -> parts.put(file, Optional.of(Split.VALIDATION)));
      parts.put(required(place, "test"), Optional.of(Split.TEST));
    } else {
      parts.put(place, Optional.empty());
    }
    return new TableFiles(parts, listener, known, skipBadRows);
  }

  /** The file with the rows to test with: the file itself, or that of a directory. */
  static TableFiles test(
      Path place, Lookup.Listener listener, Collection<String> known, boolean skipBadRows) {
    Path file = Files.isDirectory(place) ? required(place, "test") : place;
    return new TableFiles(Map.of(file, Optional.of(Split.TEST)), listener, known, skipBadRows);
  }

  static Optional<Path> find(Path directory, String part) {
    return ENDINGS.stream()
        .map(ending -> directory.resolve(part + ending))
        .filter(Files::exists)
        .findFirst();
  }

  private static Path required(Path directory, String part) {
    return find(directory, part)
        .orElseThrow(() -> new DataException(directory + ": a table wants train.csv and test.csv"
            + " in one directory, there is no " + part + ".csv; or name one file"));
  }

  CsvReader open(Path file) {
    return CsvReader.open(file, listener, known, skipBadRows);
  }

  /**
   * The names of a file's columns.
   *
   * @throws DataException if two are the same, or one is missing that is not the first
   */
  static List<String> names(CsvReader reader) {
    List<String> names = new ArrayList<>(reader.names());
    Map<String, Integer> seen = new HashMap<>();
    for (int column = 0; column < names.size(); column++) {
      if (column == 0 && names.size() > 1 && names.get(0).isEmpty()) {
        names.set(0, INDEX);
      }
      String name = names.get(column);
      if (name.isEmpty()) {
        throw new DataException(reader.file() + ", line 1: column " + (column + 1)
            + " has no name; give it one, or take it out");
      }
      Integer before = seen.putIfAbsent(name, column);
      if (before != null) {
        throw new DataException(reader.file() + ", line 1: columns " + (before + 1) + " and "
            + (column + 1) + " are both named '" + name + "'; give one of them another name");
      }
    }
    return names;
  }

  /**
   * Where a file has some columns: by their names; in a file without names by their numbers, or one
   * after the other where it has as many.
   *
   * @throws DataException naming the first that it has not
   */
  static int[] places(CsvReader reader, List<String> wanted) {
    List<String> names = places(reader, names(reader), wanted);
    Map<String, Integer> places = new HashMap<>();
    IntStream.range(0, names.size()).forEach(place -> places.put(names.get(place), place));
    wanted.stream().filter(name -> !places.containsKey(name)).findFirst().ifPresent(name -> {
      throw missing(reader.file(), name, names);
    });
    return wanted.stream().mapToInt(places::get).toArray();
  }

  private static List<String> places(CsvReader reader, List<String> names, List<String> wanted) {
    if (reader.dialect().header() || names.containsAll(wanted)) {
      return names;
    }
    List<String> pixels = wanted.stream().filter(name -> name.startsWith(PIXEL)).toList();
    if (names.size() == pixels.size() + 1 && wanted.contains(PIXEL + 0)) {
      return pictures(pixels.size());
    }
    return names.size() == wanted.size() ? wanted : names;
  }

  /** The names of the columns of pictures that are rows, as Kaggle has them. */
  static List<String> pictures(int pixels) {
    List<String> names = new ArrayList<>();
    names.add(LABEL);
    IntStream.range(0, pixels).forEach(pixel -> names.add(PIXEL + pixel));
    return names;
  }

  /** The refusal of a name that no column has. */
  static DataException missing(String file, String name, List<String> names) {
    String meant = Names.nearest(name, names)
        .map(near -> "did you mean '" + near + "'? It has ")
        .orElse("it has ");
    String all = CsvHeader.shortened(names, MANY);
    return new DataException(file + ": no column '" + name + "'; " + meant + all
        + Invisible.note(String.join("", names)));
  }

  /** The file that says which columns there are. */
  Path first() {
    return parts.keySet().iterator().next();
  }
}
