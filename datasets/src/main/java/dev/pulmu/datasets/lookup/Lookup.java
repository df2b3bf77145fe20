package dev.pulmu.datasets.lookup;

import dev.pulmu.datasets.idx.IdxFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where data sets are looked for: in {@code directory} and nowhere else if that is given; otherwise
 * in the folder of their name in {@code cache}, then in {@code shared}, then in the network.
 *
 * @param directory the files of the one data set that is asked for, see {@link #isPlace}
 * @param cache the user's own folder of data sets; what is downloaded goes there
 * @param shared the machine's folder of data sets
 * @param offline whether to leave the network alone
 * @param listener who hears what happens
 */
public record Lookup(
    Optional<Path> directory, Path cache, Path shared, boolean offline, Listener listener) {

  /** Someone who watches a look-up; called on the thread that does it. */
  public interface Listener {
    /**
     * Called as a download goes on.
     *
     * @param file its name
     * @param bytes that have come so far
     * @param total bytes of the whole file; less than 0 where the server does not say
     */
    default void progress(String file, long bytes, long total) {}

    /**
     * Called as a large file is read.
     *
     * @param file its name
     * @param bytes that are read
     * @param total bytes of the whole file
     */
    default void reading(String file, long bytes, long total) {}

    /** One line that people should read: what was chosen, and why. */
    default void note(String line) {}
  }

  public Lookup {
    Objects.requireNonNull(listener);
  }

  /**
   * The places of this machine, and the network: {@code pulmu} in {@code $XDG_CACHE_HOME} or
   * {@code ~/.cache}, on macOS in {@code ~/Library/Caches}, on Windows in {@code %LOCALAPPDATA%};
   * then {@code /usr/share/datasets}, where Debian's packages of data sets put theirs.
   */
  public static Lookup usual() {
    Path caches = caches(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
    return new Lookup(
        Optional.empty(),
        caches.resolve("pulmu"),
        Path.of("/usr/share/datasets"),
        false,
        new Listener() {});
  }

  /**
   * Whether something is where a user says: a directory, a file, or a directory with what the names
   * of files in it begin with, as in {@code gzip/emnist-letters}.
   */
  public static boolean isPlace(Path place) {
    return Files.isDirectory(place) || Files.isRegularFile(place) || IdxFiles.isPrefix(place);
  }

  /** This look-up, in this place and nowhere else. */
  public Lookup in(Path directory) {
    return new Lookup(Optional.of(directory), cache, shared, offline, listener);
  }

  /** This look-up, without the network. */
  public Lookup withoutNetwork() {
    return new Lookup(directory, cache, shared, true, listener);
  }

  /** This look-up with a listener. */
  public Lookup heardBy(Listener listener) {
    return new Lookup(directory, cache, shared, offline, listener);
  }

  /** The folders of this machine where a data set may be, in order. */
  public List<Path> folders(String name) {
    return List.of(cache.resolve(name), shared.resolve(name));
  }

  static Path caches(String system, Map<String, String> environment, Path home) {
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    if (os.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      return local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG specification: a relative path is invalid and to be ignored.
    return Path.of(cache).isAbsolute() ? Path.of(cache) : home.resolve(".cache");
  }
}
