package dev.pulmu.cli.folder;

import dev.pulmu.files.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A directory for the results of a run, known to be writable before the run begins. */
public final class OutputDirectory {
  private final Path path;
  private final List<Path> made;

  private OutputDirectory(Path path, List<Path> made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Makes the directory and those above it, as far as they are missing, and tries to write there.
   *
   * @throws IllegalArgumentException if that does not work; then nothing is left behind
   */
  public static OutputDirectory create(Path path) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = path.toAbsolutePath(); at != null && Files.notExists(at); at = at.getParent()) {
      missing.add(at);
    }
    OutputDirectory directory = new OutputDirectory(path, List.copyOf(missing));
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".pulmu", null));
      return directory;
    } catch (IOException e) {
      directory.removeIfEmpty();
      throw cannotWrite(path, e);
    }
  }

  /**
   * Makes a new directory below {@code runs}, from the name and the time, with a number behind
   * these where that one exists. The process that makes a directory has it.
   *
   * @throws IllegalArgumentException if that does not work
   */
  public static OutputDirectory create(String name) {
    String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
        .format(LocalDateTime.now(ZoneId.systemDefault()));
    return fresh(Path.of("runs", name + "-" + time));
  }

  static OutputDirectory fresh(Path wanted) {
    OutputDirectory parent = create(wanted.toAbsolutePath().getParent());
    for (int number = 1; ; number++) {
      Path path = number == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + number);
      try {
        Files.createDirectories(parent.path);
        Files.createDirectory(path);
        List<Path> made = new ArrayList<>(List.of(path.toAbsolutePath()));
        made.addAll(parent.made);
        return new OutputDirectory(path, made);
      } catch (FileAlreadyExistsException | NoSuchFileException raced) {
        continue; // Somebody made it, or took the empty one above it away
      } catch (IOException e) {
        parent.removeIfEmpty();
        throw cannotWrite(path, e);
      }
    }
  }

  private static IllegalArgumentException cannotWrite(Path path, IOException e) {
    return new IllegalArgumentException(
        "cannot write to directory " + path + ": " + AtomicFile.reason(e), e);
  }

  public Path path() {
    return path;
  }

  /**
   * Removes what {@link #create} made, as far as nothing is in it: a failed run leaves no trace.
   */
  public void removeIfEmpty() {
    try {
      for (Path directory : made) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException inUse) {
      // Something lies in it, or came in its way: then it stays, empty directories harm nobody.
      return;
    }
  }
}
