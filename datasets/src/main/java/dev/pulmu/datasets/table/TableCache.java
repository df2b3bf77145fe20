package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Fingerprint;
import dev.pulmu.datasets.Split;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Large tables as they were parsed, so that the next run need not parse them. A table is found by
 * the SHA-256 of its files' bytes and of all that says how they are read; its own SHA-256 stands at
 * its end, and what does not agree with it is parsed again. The least recently used ones go where
 * all are larger than 2 GiB.
 */
final class TableCache {
  /** Tables of fewer bytes leave nothing: to parse them takes no time. */
  static final long SMALL = 1 << 20;

  private static final long MOST = 2L << 30;
  private static final String FORM = "pulmu-parsed-table-1";
  private static final String ENDING = ".table";
  private static final int SHA256 = 32;
  private static final int BUFFER = 1 << 18;

  private final Path folder;
  private final long most;

  /** @param cache the user's folder of data sets */
  TableCache(Path cache) {
    this(cache, MOST);
  }

  TableCache(Path cache, long most) {
    this.folder = cache.resolve("tables");
    this.most = most;
  }

  /** The table of these files, parsed now if it was not before. */
  ParsedTable get(TableFiles files, TableRules rules, Supplier<ParsedTable> parse) {
    try {
      List<String> stamps = stamps(files);
      if (size(files) < SMALL) {
        return parse.get();
      }
      Path file = folder.resolve(key(files, rules) + ENDING);
      Optional<ParsedTable> before = read(file);
      if (before.isPresent()) {
        return before.get();
      }
      ParsedTable parsed = parse.get();
      if (stamps.equals(stamps(files))) { // else these are not the bytes of the key
        write(file, parsed);
      }
      return parsed;
    } catch (IOException e) {
      throw new DataException(files.first() + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  private static long size(TableFiles files) throws IOException {
    long size = 0;
    for (Path file : files.parts().keySet()) {
      size += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return size;
  }

  private static List<String> stamps(TableFiles files) throws IOException {
    List<String> stamps = new ArrayList<>();
    for (Path file : files.parts().keySet()) {
      stamps.add(
          Files.isRegularFile(file)
              ? Files.size(file) + " " + Files.getLastModifiedTime(file)
              : "none");
    }
    return stamps;
  }

  private static String key(TableFiles files, TableRules rules) throws IOException {
    MessageDigest digest = Fingerprint.newDigest();
    digest.update(String.join(
            "\n",
            FORM,
            rules.targets().toString(),
            rules.columns().toString(),
            rules.missing() + " " + rules.skipBadRows())
        .getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<Path, Optional<Split>> part : files.parts().entrySet()) {
      Path file = part.getKey();
      digest.update(("\n" + file + " " + part.getValue() + " ").getBytes(StandardCharsets.UTF_8));
      MessageDigest bytes = Fingerprint.newDigest();
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = Files.newInputStream(file)) {
        for (int came = in.read(buffer); came >= 0; came = in.read(buffer)) {
          bytes.update(buffer, 0, came);
        }
      }
      digest.update(bytes.digest());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Absent too where it is damaged. */
  private static Optional<ParsedTable> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    MessageDigest digest = Fingerprint.newDigest();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        DigestInputStream hashed = new DigestInputStream(bytes, digest)) {
      ParsedTable parsed = ParsedTable.read(new DataInputStream(hashed), Files.size(file));
      hashed.on(false);
      if (!Arrays.equals(digest.digest(), bytes.readNBytes(SHA256)) || bytes.read() >= 0) {
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(parsed);
    } catch (IOException | RuntimeException damaged) {
      return Optional.empty();
    }
  }

  /** A cache that cannot be written to keeps nothing, and that is all. */
  private void write(Path file, ParsedTable parsed) {
    try {
      Files.createDirectories(folder);
      AtomicFile.write(file, out -> {
        DigestOutputStream hashed = new DigestOutputStream(out, Fingerprint.newDigest());
        DataOutputStream data = new DataOutputStream(hashed);
        parsed.write(data);
        data.flush();
        out.write(hashed.getMessageDigest().digest());
      });
      makeRoom();
    } catch (IOException | UncheckedIOException e) {
      // The next run parses again
    }
  }

  private void makeRoom() throws IOException {
    List<Path> oldest = files().stream()
        .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
        .toList();
    long size = oldest.stream().mapToLong(file -> file.toFile().length()).sum();
    for (Path file : oldest) {
      if (size > most) {
        size -= file.toFile().length();
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ENDING)).toList();
    }
  }

  /** How many tables there are, and how large: one line, empty where there is none. */
  Optional<String> line() {
    List<Path> files = kept();
    double bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(String.format(
            Locale.ROOT, "%d parsed tables, %.1f MB, in %s", files.size(), bytes / 1e6, folder));
  }

  /** Deletes all tables. */
  void clear() {
    try {
      for (Path file : kept()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be cleared: " + AtomicFile.reason(e), e);
    }
  }

  private List<Path> kept() {
    try {
      return files();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }
}
