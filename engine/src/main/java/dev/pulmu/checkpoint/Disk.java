package dev.pulmu.checkpoint;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The single disk operations of which writing a checkpoint consists. Each of them can fail, and
 * each can be the last one before a process dies; tests replace this class by one that fails or
 * stops at any of them.
 *
 * <p>The system property {@code pulmu.checkpoint.slow} makes every operation wait for so many
 * milliseconds first: then a process can be killed in the middle of its writing.
 */
class Disk {
  static final String SLOW = "pulmu.checkpoint.slow";

  private final long pauseMillis = Long.getLong(SLOW, 0);

  void makeDirectory(Path directory) throws IOException {
    pause();
    Files.createDirectory(directory);
  }

  /** Makes a file, which must not be there yet. */
  FileChannel create(Path file) throws IOException {
    pause();
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Opens a file that is there, to go on writing. */
  FileChannel open(Path file) throws IOException {
    pause();
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Cuts a file to at most this many bytes, and goes on behind them. */
  void truncate(FileChannel file, long bytes) throws IOException {
    pause();
    file.truncate(bytes).position(bytes);
  }

  void append(FileChannel file, ByteBuffer bytes) throws IOException {
    pause();
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Returns when the bytes of a file would outlast a power failure. */
  void force(FileChannel file) throws IOException {
    pause();
    file.force(true);
  }

  /** Returns when the names in a directory would outlast a power failure. */
  void forceDirectory(Path directory) throws IOException {
    pause();
    if (File.separatorChar == '\\') {
      return; // Windows does not open directories
    }
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  void move(Path from, Path to) throws IOException {
    pause();
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a file or an empty directory. */
  void delete(Path path) throws IOException {
    pause();
    Files.delete(path);
  }

  /** What is written to it is appended to a file. */
  final OutputStream stream(FileChannel file) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        append(file, ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  private void pause() throws IOException {
    if (pauseMillis == 0) {
      return;
    }
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
