package dev.pulmu.datasets.images;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Shape;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.pictures.Picture;
import dev.pulmu.pictures.PictureFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Reads many pictures at once, on all cores, into one table of bytes. Its rows are in the order of
 * the files, whoever is read first.
 */
final class PictureRows {
  private static final int CHUNK = 512;
  private static final int NAMED = 5;
  private static final long LARGE = 1L << 28;
  private static final int RGB = PictureFormat.RGB;

  private final Path directory;
  private final List<Path> files;
  private final Lookup.Listener listener;

  PictureRows(Path directory, List<Path> files, Lookup.Listener listener) {
    this.directory = directory;
    this.files = files;
    this.listener = listener;
  }

  /** @param values (files, numbers of the shape) */
  record Table(byte[] values, Shape shape) {}

  /**
   * Reads all files.
   *
   * @throws DataException naming files that cannot be read, and saying how many they are; or if
   *     pictures have different sizes and none is asked for, or one table cannot hold them
   */
  Table read(Optional<Shape> wanted, Channels channels) {
    Shape size = wanted.orElseGet(this::commonSize);
    int height = size.sizes().get(0);
    int width = size.sizes().get(1);
    Shape grey = size;
    Shape rgb = Shape.of(RGB, height, width);
    requireRoom(channels == Channels.RGB ? rgb : grey);
    byte[][] rows = all(byte[][]::new, file -> {
      Picture picture = Picture.read(file);
      boolean asGrey = channels == Channels.GREY || channels == Channels.AUTO && picture.isGrey();
      return picture.row(asGrey ? grey : rgb);
    });
    Shape shape = Arrays.stream(rows).allMatch(row -> row.length == grey.size()) ? grey : rgb;
    requireRoom(shape);
    byte[] values = new byte[files.size() * shape.size()];
    for (int row = 0; row < rows.length; row++) {
      for (int at = 0; at < shape.size(); at += rows[row].length) {
        System.arraycopy(rows[row], 0, values, row * shape.size() + at, rows[row].length);
      }
      rows[row] = null;
    }
    return new Table(values, shape);
  }

  private Shape commonSize() {
    Shape[] sizes = all(Shape[]::new, Picture::sizeOf);
    Set<Shape> different = new LinkedHashSet<>(Arrays.asList(sizes));
    if (different.size() > 1) {
      List<String> two = different.stream().limit(2).map(Shape::text).toList();
      throw new DataException(directory + ": pictures of one size wanted, these have "
          + different.size() + " (height × width, such as " + String.join(" and ", two)
          + "); say which one they are brought to, as in --size 28x28");
    }
    return sizes[0];
  }

  private void requireRoom(Shape shape) {
    long bytes = (long) files.size() * shape.size();
    String text = String.format(
        Locale.ROOT, "%d pictures of %s are %,d bytes", files.size(), shape.text(), bytes);
    if (bytes > Features.LARGEST) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: %s; one table holds %,d: make them smaller, as in --size 28x28, or take fewer",
          directory,
          text,
          Features.LARGEST));
    }
    if (bytes > LARGE) {
      listener.note(String.format(
          Locale.ROOT, "%s; reading them takes %.1f GiB of memory", text, 2.0 * bytes / (1 << 30)));
    }
  }

  private <T> T[] all(IntFunction<T[]> array, Function<Path, T> read) {
    T[] values = array.apply(files.size());
    String[] wrong = new String[files.size()];
    long total = files.stream().mapToLong(PictureRows::bytes).sum();
    long bytes = 0;
    for (int from = 0; from < files.size(); from += CHUNK) {
      int to = Math.min(files.size(), from + CHUNK);
      IntStream.range(from, to).parallel().forEach(i -> {
        try {
          values[i] = read.apply(files.get(i));
        } catch (DataException e) {
          wrong[i] = e.getMessage();
        }
      });
      bytes += files.subList(from, to).stream().mapToLong(PictureRows::bytes).sum();
      listener.reading("pictures of " + directory.getFileName(), bytes, total);
    }
    List<String> messages =
        new ArrayList<>(Arrays.stream(wrong).filter(Objects::nonNull).toList());
    if (!messages.isEmpty()) {
      throw new DataException(unreadable(messages));
    }
    return values;
  }

  /** For those who watch; a file that is gone is missed when it is read. */
  private static long bytes(Path file) {
    return file.toFile().length();
  }

  private String unreadable(List<String> messages) {
    if (messages.size() == 1) {
      return messages.get(0);
    }
    int more = messages.size() - NAMED;
    return directory + ": " + messages.size() + " of " + files.size()
        + " pictures cannot be read; mend them or take them out: "
        + String.join(" | ", messages.subList(0, Math.min(NAMED, messages.size())))
        + (more > 0 ? " | and " + more + " more" : "");
  }
}
