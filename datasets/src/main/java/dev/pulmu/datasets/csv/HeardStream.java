package dev.pulmu.datasets.csv;

import dev.pulmu.datasets.lookup.Lookup;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stream of a file's bytes that tells a listener after every megabyte how far the reading is. */
public final class HeardStream extends FilterInputStream {
  private static final long OFTEN = 1 << 20;

  private final String file;
  private final long total;
  private final Lookup.Listener listener;
  private long bytes;

  public HeardStream(Path path, Lookup.Listener listener) throws IOException {
    super(Files.newInputStream(path));
    this.file = path.getFileName().toString();
    this.total = Files.size(path);
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int came = in.read();
    count(came < 0 ? 0 : 1);
    return came;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int came = in.read(into, offset, length);
    count(Math.max(0, came));
    return came;
  }

  private void count(int came) {
    if ((bytes + came) / OFTEN > bytes / OFTEN) {
      listener.reading(file, bytes + came, total);
    }
    bytes += came;
  }
}
