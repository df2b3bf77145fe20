package dev.pulmu.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file so that nobody ever sees half of it: it is written under a temporary name beside
 * the file, forced to the disk, then renamed. What stood there before stays until the new one is
 * complete; a write that fails leaves nothing behind.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes what goes into the file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @throws UncheckedIOException naming the file, if it cannot be written
   */
  public static void write(Path file, Content content) {
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createFile(temporary);
      // Not a channel, which an interrupted thread cannot write to
      try (FileOutputStream bytes = new FileOutputStream(temporary.toFile());
          OutputStream out = new BufferedOutputStream(bytes, 1 << 16)) {
        content.writeTo(out);
        out.flush();
        bytes.getFD().sync();
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(temporary, e);
      throw new UncheckedIOException(file + " cannot be written: " + reason(e), e);
    } catch (RuntimeException | Error e) {
      delete(temporary, e);
      throw e;
    }
  }

  /**
   * Says in words why an operation on a file failed: the message of the file system's exceptions is
   * only a path.
   */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "a file of this name is in the way";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static void delete(Path temporary, Throwable cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
