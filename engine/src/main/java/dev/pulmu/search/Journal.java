package dev.pulmu.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DirectoryLock;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.report.CourseJson;
import dev.pulmu.report.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The file from which an interrupted search goes on. Its first line is what decides the search;
 * then comes a line for each trial when it has had its epochs, in the order in which they ended. A
 * line is on the disk before its trial counts, so a search that is killed loses the trials in work
 * alone. A last line that was not written to its end is taken away; any other damage is refused.
 * One process has the directory at a time.
 */
public final class Journal implements AutoCloseable {
  /** Name of the file in a search's directory. */
  public static final String FILE = "search.jsonl";

  private static final String FORMAT = "pulmu-search-1";

  private record Key(int number, int rung) {}

  private final Path file;
  private final DirectoryLock lock;
  private final FileChannel channel;
  private final JsonNode heading;
  private final Map<Key, Trial> past = new HashMap<>();
  private boolean broken;

  private Journal(Path file, DirectoryLock lock) throws IOException {
    this.file = file;
    this.lock = lock;
    byte[] bytes = Files.readAllBytes(file);
    int end = end(bytes);
    JsonNode first = null;
    int number = 0;
    for (int from = 0; from < end; ) {
      int to = from;
      while (bytes[to] != '\n') {
        to++;
      }
      JsonNode line = read(Arrays.copyOfRange(bytes, from, to), ++number);
      if (first == null) {
        first = line;
      } else {
        add(line, number);
      }
      from = to + 1;
    }
    if (first == null || !first.path("format").asText().equals(FORMAT)) {
      throw new IllegalArgumentException(
          file + " does not begin with what the search is; begin a new one");
    }
    this.heading = first;
    this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.truncate(end).position(end);
  }

  /**
   * The journal of a new search.
   *
   * @param directory of the search, which is there
   * @throws IllegalArgumentException if it has a search already
   * @throws IllegalStateException if another process has it
   * @throws UncheckedIOException if it cannot be written to
   */
  public static Journal create(Path directory, Search search) {
    Path file = directory.resolve(FILE);
    return locked(directory, lock -> {
      if (Files.exists(file)) {
        throw new IllegalArgumentException(directory + " has a search already; go on with --resume "
            + directory + " or take another directory");
      }
      ObjectNode heading = Json.object().put("format", FORMAT);
      heading.setAll(
          SearchJson.heading(search.config(), search.source(), search.backend().name()));
      AtomicFile.write(file, out -> out.write(line(heading)));
      return new Journal(file, lock);
    });
  }

  /**
   * The journal of a search that was begun before.
   *
   * @throws IllegalArgumentException if it is not there or damaged, naming the line
   * @throws IllegalStateException if another process has it
   * @throws UncheckedIOException if it cannot be read or written to
   */
  public static Journal open(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.notExists(file)) {
      throw new IllegalArgumentException(
          directory + " is not the directory of a search: it has no " + FILE);
    }
    return locked(directory, lock -> new Journal(file, lock));
  }

  /** The configuration of the search. */
  public SearchConfig config() {
    return SearchJson.config(heading);
  }

  /** The data set that its trials were trained and judged on. */
  RunReport.Source source() {
    return CourseJson.dataset(new Fields("the first line of " + file, heading));
  }

  /**
   * Checks that a search would give the trials that are here.
   *
   * @throws IllegalArgumentException saying what differs
   */
  void requireSame(Search search) {
    config().requireSame(file.getParent().toString(), search.config());
    RunReport.Source was = source();
    if (!was.equals(search.source())) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "%s is a search on %s with SHA-256 %s, this is %s with %s; say where its data is with --data",
          file.getParent(),
          was.name(),
          was.sha256(),
          search.source().name(),
          search.source().sha256()));
    }
    String backend = heading.path("backend").asText();
    if (!backend.equals(search.backend().name())) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "%s is a search on backend %s, this is %s",
          file.getParent(),
          backend,
          search.backend().name()));
    }
  }

  /** How many lines of trials there are. */
  public int size() {
    return past.size();
  }

  /** A trial as it was after a rung, if it came so far. */
  Optional<Trial> find(int number, int rung) {
    return Optional.ofNullable(past.get(new Key(number, rung)));
  }

  /**
   * Adds a trial; returns when it would outlast a power failure.
   *
   * @throws UncheckedIOException if it cannot be written; then nothing more can be
   */
  synchronized void append(Trial trial) {
    if (broken) {
      throw new IllegalStateException(file + " could not be written to before");
    }
    broken = true;
    try {
      ByteBuffer line = ByteBuffer.wrap(line(SearchJson.of(trial)));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + AtomicFile.reason(e), e);
    }
    broken = false;
  }

  @Override
  public void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be closed: " + AtomicFile.reason(e), e);
    }
  }

  private interface Opening {
    Journal open(DirectoryLock lock) throws IOException;
  }

  private static Journal locked(Path directory, Opening opening) {
    DirectoryLock lock = null;
    Journal journal = null;
    try {
      lock = DirectoryLock.take(directory);
      journal = opening.open(lock);
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory.resolve(FILE) + " cannot be opened: " + AtomicFile.reason(e), e);
    } finally {
      if (lock != null && journal == null) {
        lock.close();
      }
    }
  }

  /** The place behind the last whole line. */
  private static int end(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private JsonNode read(byte[] line, int number) {
    try {
      return Json.read(line);
    } catch (IOException e) {
      throw damaged(number, e);
    }
  }

  private void add(JsonNode line, int number) {
    try {
      Trial trial = SearchJson.trial(line);
      past.put(new Key(trial.number(), trial.rung()), trial);
    } catch (IllegalArgumentException e) { // a key is missing
      throw damaged(number, e);
    }
  }

  private IllegalArgumentException damaged(int number, Exception cause) {
    return new IllegalArgumentException(
        "line " + number + " of " + file + " is damaged; begin a new search", cause);
  }

  private static byte[] line(JsonNode json) {
    return (json.toString() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
