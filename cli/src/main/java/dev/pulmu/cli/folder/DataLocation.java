package dev.pulmu.cli.folder;

import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The place of a run's or a search's data, if somebody named one: one line in its directory. It has
 * a file of its own, since it belongs to this machine: settings and reports are compared and handed
 * on. It is a hint: whoever follows it compares the data's SHA-256.
 */
public final class DataLocation {
  static final String FILE = "data-location.txt";

  private DataLocation() {}

  /**
   * Keeps a place, or that there is none, in a directory.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void keep(Path directory, Optional<Path> data) {
    Path file = directory.resolve(FILE);
    try {
      if (data.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Path place = data.get();
      String text = (Files.exists(place)
              ? place.toRealPath(LinkOption.NOFOLLOW_LINKS)
              : place.toAbsolutePath().normalize())
          + "\n";
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + AtomicFile.reason(e), e);
    }
  }

  /**
   * The place that was kept, if one was.
   *
   * @param path the directory, or a file in it
   * @throws IllegalArgumentException if it cannot be read or the data is there no more
   */
  public static Optional<Path> of(Path path) {
    Path file = (Files.isDirectory(path) ? path : path.toAbsolutePath().getParent()).resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      Path data = Path.of(Files.readString(file).replaceFirst("\\R\\z", ""));
      if (!data.isAbsolute() || !Lookup.isPlace(data)) {
        throw new IllegalArgumentException("the data of " + path + " was in " + data
            + ", which is no directory now; say where it is with --data DIR");
      }
      return Optional.of(data);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read (" + AtomicFile.reason(e)
              + "); say where the data is with --data DIR",
          e);
    }
  }
}
