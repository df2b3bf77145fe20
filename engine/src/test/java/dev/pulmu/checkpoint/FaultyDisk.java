package dev.pulmu.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A disk that stops in the middle: each operation is an event, and each few bytes of a write are
 * one. It never waits for the real disk.
 */
final class FaultyDisk extends Disk {
  /** What stops it. */
  enum Fault {
    /** The process ends; what was done stays done. */
    KILL,
    /** The machine ends; what was not forced to the disk is undone. */
    POWER_FAILURE,
    /** Bytes have no place; all else works. */
    FULL
  }

  private static final int BYTES_PER_EVENT = 128;

  private record Move(Path from, Path to) {}

  private final Fault fault;
  private final Map<FileChannel, Path> open = new HashMap<>();
  private final List<Path> unforced = new ArrayList<>();
  private final Map<Path, Long> forced = new HashMap<>();
  private long written;
  private final List<Path> unnamed = new ArrayList<>();
  private final Deque<Move> moves = new ArrayDeque<>();
  private long eventsLeft;
  private boolean stopped;

  FaultyDisk(Fault fault, long events) {
    this.fault = fault;
    this.eventsLeft = events;
  }

  /** One that goes on for ever, and is fast. */
  static FaultyDisk sound() {
    return new FaultyDisk(Fault.KILL, Long.MAX_VALUE);
  }

  /** How many bytes were written to it. */
  long written() {
    return written;
  }

  boolean stopped() {
    return stopped;
  }

  /** From now on it stops after so many events. */
  void stopAfter(long events) {
    eventsLeft = events;
    stopped = false;
  }

  @Override
  void makeDirectory(Path directory) throws IOException {
    event();
    super.makeDirectory(directory);
    unnamed.add(directory);
  }

  @Override
  FileChannel create(Path file) throws IOException {
    event();
    FileChannel channel = super.create(file);
    open.put(channel, file);
    unnamed.add(file);
    unforced.add(file);
    return channel;
  }

  @Override
  FileChannel open(Path file) throws IOException {
    event();
    FileChannel channel = super.open(file);
    open.put(channel, file);
    forced.putIfAbsent(file, channel.size());
    unforced.add(file);
    return channel;
  }

  @Override
  void truncate(FileChannel file, long bytes) throws IOException {
    event();
    super.truncate(file, bytes);
    forced.computeIfPresent(open.get(file), (path, length) -> Math.min(length, bytes));
  }

  @Override
  void append(FileChannel file, ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      if (fault == Fault.FULL && eventsLeft-- <= 0) {
        stopped = true;
        throw new IOException("No space left on device");
      }
      event();
      int count = Math.min(BYTES_PER_EVENT, bytes.remaining());
      super.append(file, bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
    }
  }

  @Override
  void force(FileChannel file) throws IOException {
    event();
    unforced.remove(open.get(file));
    forced.put(open.get(file), file.size());
  }

  @Override
  void forceDirectory(Path directory) throws IOException {
    event();
    unnamed.removeIf(path -> path.getParent().equals(directory));
    moves.removeIf(move -> move.to.getParent().equals(directory));
  }

  @Override
  void move(Path from, Path to) throws IOException {
    event();
    super.move(from, to);
    moves.addLast(new Move(from, to));
    rename(from, to);
  }

  @Override
  void delete(Path path) throws IOException {
    event();
    super.delete(path);
  }

  private void event() throws IOException {
    if (fault == Fault.FULL) {
      return;
    }
    if (stopped) {
      throw new IOException("this process is no more");
    }
    if (eventsLeft-- <= 0) {
      stopped = true;
      if (fault == Fault.POWER_FAILURE) {
        loseWhatIsNotForced();
      }
      throw new IOException("this process ends here");
    }
  }

  private void loseWhatIsNotForced() throws IOException {
    while (!moves.isEmpty()) {
      Move last = moves.removeLast();
      if (Files.exists(last.to)) {
        Files.move(last.to, last.from);
        rename(last.to, last.from);
      }
    }
    for (Path file : unforced) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        long safe = forced.getOrDefault(file, 0L);
        channel.truncate(safe + (channel.size() - safe) / 2);
      } catch (NoSuchFileException deleted) {
        continue;
      }
    }
    unnamed.forEach(FaultyDisk::deleteAll);
  }

  private void rename(Path from, Path to) {
    UnaryOperator<Path> renamed =
        path -> path.startsWith(from) ? to.resolve(from.relativize(path)) : path;
    unforced.replaceAll(renamed);
    unnamed.replaceAll(renamed);
  }

  private static void deleteAll(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException deleted) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
