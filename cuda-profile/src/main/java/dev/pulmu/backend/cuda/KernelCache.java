package dev.pulmu.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compiled kernels on disk, one file each: the SHA-256 of the code, then the code. What is damaged
 * counts as absent, and a folder that cannot be used costs time and nothing else.
 */
final class KernelCache {
  private static final int HASH_BYTES = 32;

  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The code of a key; compiled and kept if it is not there.
   *
   * @param key as {@link KernelText#key} makes it
   */
  byte[] code(String key, Supplier<byte[]> compiler) {
    return read(folder.resolve(key)).orElseGet(() -> {
      byte[] code = compiler.get();
      write(key, code);
      return code;
    });
  }

  private static Optional<byte[]> read(Path file) {
    try {
      byte[] entry = Files.readAllBytes(file);
      if (entry.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] code = Arrays.copyOfRange(entry, HASH_BYTES, entry.length);
      boolean whole = Arrays.equals(hash(code), Arrays.copyOf(entry, HASH_BYTES));
      return whole ? Optional.of(code) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** Other processes see the whole entry or none. */
  private void write(String key, byte[] code) {
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, key, ".tmp");
      try {
        byte[] entry = Arrays.copyOf(hash(code), HASH_BYTES + code.length);
        System.arraycopy(code, 0, entry, HASH_BYTES, code.length);
        Files.write(temporary, entry);
        Files.move(temporary, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException notKept) {
      // The kernel is compiled again next time.
    }
  }

  private static byte[] hash(byte[] code) {
    return KernelText.sha256().digest(code);
  }
}
