package dev.pulmu.datasets.fetch;

import dev.pulmu.datasets.Fingerprint;
import dev.pulmu.datasets.idx.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of files. */
final class Sum {
  private static final int BUFFER = 1 << 16;

  /** More unzipped bytes than any published file has; what goes on longer is none of them. */
  private static final long LARGEST = 1L << 28;

  private Sum() {}

  /**
   * The sum of a file's bytes, unzipped where it is gzipped, in hexadecimal.
   *
   * @throws IOException if it cannot be read to its end
   */
  static String ofUnzipped(Path file) throws IOException {
    MessageDigest sum = Fingerprint.newDigest();
    try (InputStream in = IdxFile.unzipped(file)) {
      byte[] buffer = new byte[BUFFER];
      long bytes = 0;
      for (int came = in.read(buffer); came >= 0; came = in.read(buffer)) {
        sum.update(buffer, 0, came);
        bytes += came;
        if (bytes > LARGEST) {
          throw new IOException("more than " + LARGEST + " bytes");
        }
      }
    }
    return HexFormat.of().formatHex(sum.digest());
  }
}
