package dev.pulmu.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The lock of a directory, which one process has at a time. The operating system releases it when
 * the process ends, in whatever way; so the file may stay, and says nothing by itself.
 */
public final class DirectoryLock implements AutoCloseable {
  static final String FILE = ".lock";

  /** Behind the text, for on Windows nobody else can read what is locked. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  /**
   * What this process has. Asked before the file is opened: on POSIX systems to close any channel
   * of a file is to lose the lock that the process has on it through another.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @throws IllegalStateException if somebody has it, naming the process if that is known
   */
  public static DirectoryLock take(Path path) throws IOException {
    Path directory = path.toRealPath();
    synchronized (HELD) {
      if (HELD.contains(directory)) {
        throw new IllegalStateException(path + " is in use by a run of this process already");
      }
      FileChannel channel = locked(path);
      HELD.add(directory);
      return new DirectoryLock(directory, channel);
    }
  }

  private static FileChannel locked(Path path) throws IOException {
    Path file = path.resolve(FILE);
    while (true) {
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock(PLACE, 1, false) == null) {
          throw new IllegalStateException(
              path + " is in use by " + holder(channel) + "; wait for its end or stop it");
        }
        if (Files.exists(file)) {
          byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
          channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
          return channel;
        }
        channel.close(); // It was deleted before it was ours: another one counts now
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static String holder(FileChannel channel) {
    ByteBuffer text = ByteBuffer.allocate(20);
    try {
      channel.read(text, 0);
    } catch (IOException unknown) {
      return "another process";
    }
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? "process " + pid : "another process";
  }

  /**
   * Gives the lock back and leaves no file of it.
   *
   * @throws UncheckedIOException naming the file, if that fails
   */
  public void remove() {
    try {
      Files.deleteIfExists(directory.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory.resolve(FILE) + " cannot be deleted: " + AtomicFile.reason(e), e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(directory);
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(
            directory.resolve(FILE) + " cannot be closed: " + AtomicFile.reason(e), e);
      }
    }
  }
}
