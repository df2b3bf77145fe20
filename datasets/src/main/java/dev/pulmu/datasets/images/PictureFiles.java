package dev.pulmu.datasets.images;

import dev.pulmu.files.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pictures in the folders of a directory, told by the names of their files.
 *
 * @param classes in the order of their labels: numbers as numbers, all else by name
 * @param ofClass the pictures of each, sorted by their paths, in folders below it too
 * @param others files that are hidden or have another ending, by what they end with
 */
record PictureFiles(
    List<String> classes, Map<String, List<Path>> ofClass, Map<String, Integer> others) {
  private static final String NUMBER = "-?\\d+([.]\\d+)?";
  private static final String ENDING = "(?i).+[.](png|jpe?g|gif|bmp)";

  /** @throws DataException if there is no folder with a picture in it */
  static PictureFiles in(Path directory) {
    Map<String, List<Path>> ofClass = new LinkedHashMap<>();
    Map<String, Integer> others = new LinkedHashMap<>();
    for (Path folder : folders(directory)) {
      List<Path> pictures = new ArrayList<>();
      for (Path file : filesBelow(folder)) {
        if (isPicture(file)) {
          pictures.add(file);
        } else {
          others.merge(ending(file), 1, Integer::sum);
        }
      }
      if (!pictures.isEmpty()) {
        ofClass.put(folder.getFileName().toString(), pictures);
      }
    }
    if (ofClass.isEmpty()) {
      throw new DataException(directory + ": one folder a class wanted, with PNG, JPEG, GIF or BMP"
          + " files in it; no folder here has any");
    }
    return new PictureFiles(sorted(ofClass.keySet().stream().toList()), ofClass, others);
  }

  /** Whether a folder in a directory has a picture in it. */
  static boolean areIn(Path directory) {
    return folders(directory).stream()
        .anyMatch(folder -> filesBelow(folder).stream().anyMatch(PictureFiles::isPicture));
  }

  /** Numbers as numbers, if all are numbers, else by name. */
  static List<String> sorted(List<String> names) {
    Comparator<String> byName = Comparator.naturalOrder();
    return names.stream()
        .sorted(
            names.stream().allMatch(name -> name.matches(NUMBER))
                ? Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(byName)
                : byName)
        .toList();
  }

  int count() {
    return ofClass.values().stream().mapToInt(List::size).sum();
  }

  /** What was left out, for people: {@code 3 files (.txt, .tif)}. */
  static String text(Map<String, Integer> others) {
    int count = others.values().stream().mapToInt(Integer::intValue).sum();
    return count + (count == 1 ? " file (" : " files (")
        + String.join(", ", new TreeSet<>(others.keySet())) + ")";
  }

  private static List<Path> folders(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> !isHidden(folder))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static List<Path> filesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> slashed(folder.relativize(file))))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    }
  }

  /** So that the order is the same on every system. */
  private static String slashed(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return names.stream().collect(Collectors.joining("/"));
  }

  private static boolean isPicture(Path file) {
    return !isHidden(file) && file.getFileName().toString().matches(ENDING);
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return isHidden(file)
        ? "hidden"
        : dot < 0 ? name : name.substring(dot).toLowerCase(Locale.ROOT);
  }

  private static DataException unreadable(Path path, IOException e) {
    return new DataException(path + ": cannot be read: " + e.getMessage(), e);
  }
}
