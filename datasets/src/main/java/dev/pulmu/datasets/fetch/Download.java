package dev.pulmu.datasets.fetch;

import dev.pulmu.datasets.idx.IdxFiles;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings gzipped files from mirrors into a folder. A file has its name there only when its bytes
 * have been checked; until then it is {@code NAME.part}, and a later download goes on where an
 * earlier one was cut, at whichever mirror.
 */
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration STALL = Duration.ofSeconds(10);

  /** How often the mirrors are gone through for one file, as long as each round brings bytes. */
  private static final int ROUNDS = 3;

  private final List<URI> mirrors;
  private final Lookup.Listener listener;
  private final Transfer transfer;

  Download(List<URI> mirrors, Lookup.Listener listener) {
    this(mirrors, listener, CONNECT, STALL);
  }

  /**
   * A download from these mirrors, the first to be tried first.
   *
   * @param connect how long a mirror may take to be reached
   * @param stall how long it may be silent then
   */
  Download(List<URI> mirrors, Lookup.Listener listener, Duration connect, Duration stall) {
    this.mirrors = new ArrayList<>(mirrors);
    this.listener = listener;
    this.transfer = new Transfer(connect, stall);
  }

  /**
   * Sees to it that every file is in a folder, its bytes as wanted; other processes that want the
   * same wait meanwhile.
   *
   * @param sums SHA-256 of each file's unzipped bytes, by its name without {@code .gz}
   * @throws IOException saying of every mirror why it did not give a file
   */
  void all(Map<String, String> sums, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel lock = FileChannel.open(
        folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      for (Map.Entry<String, String> file : sums.entrySet()) {
        if (new IdxFiles(folder, "").find(file.getKey()).isEmpty()) {
          one(folder.resolve(file.getKey() + ".gz"), file.getValue());
        }
      }
    }
  }

  private void one(Path file, String sum) throws IOException {
    String name = file.getFileName().toString();
    Path part = file.resolveSibling(name + ".part");
    Set<String> reasons = new LinkedHashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      long before = size(part);
      for (int attempt = 0; attempt < mirrors.size(); attempt++) {
        URI mirror = mirrors.get(0);
        try {
          fetch(mirror.resolve(name), part, sum);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
          return;
        } catch (IOException e) {
          reasons.add(mirror.getHost() + ": " + e.getMessage());
          Collections.rotate(mirrors, -1); // the other files, too, begin at the next one
        }
      }
      if (size(part) <= before) {
        break;
      }
    }
    throw new IOException(String.join("; ", reasons));
  }

  /** Leaves the whole file, checked, or throws; then what is left can be gone on with. */
  private void fetch(URI from, Path part, String sum) throws IOException {
    boolean begun = size(part) > 0;
    if (begun && isWanted(part, sum)) {
      return;
    }
    transfer.receive(from, part, listener);
    if (isWanted(part, sum)) {
      return;
    }
    Files.delete(part);
    if (begun) { // perhaps only its beginning was bad
      fetch(from, part, sum);
      return;
    }
    throw new IOException(part.getFileName().toString().replace(".part", "")
        + " has other bytes than published" + " (SHA-256 differs), deleted");
  }

  private static boolean isWanted(Path part, String sum) {
    try {
      return Sum.ofUnzipped(part).equals(sum);
    } catch (IOException damaged) {
      return false;
    }
  }

  private static long size(Path part) {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(part + ": cannot be looked at", e);
    }
  }
}
