package dev.pulmu.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The natives of {@code bridge.cpp}. One launch runs at a time, so callers hold this class's lock.
 */
final class HostNative {
  static {
    System.load(HostBuild.PLAIN.shim().toString());
  }

  private HostNative() {}

  static native ByteBuffer view(long address, long bytes);

  static native long address(ByteBuffer buffer);

  private static native long length(long text);

  static native long allocate(long bytes, long alignment);

  static native void free(long address);

  static native void fill(long address, int value, long bytes);

  static native void copy(long from, long to, long bytes);

  static native long firstTouched(long address, long bytes);

  private static native long open(long path, long reason);

  static native long parameters(long library);

  static native long staticBytes(long library);

  static native void close(long library);

  private static native long launch(long library, long words);

  static native void multiply(
      long a, int aTransposed, long b, int bTransposed, long c, long m, long n, long k, int add);

  /** A text that the shim owns. */
  private static String text(long address) {
    return StandardCharsets.UTF_8.decode(view(address, length(address))).toString();
  }

  /** A kernel's library. */
  static long open(Path library) {
    byte[] path = library.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer name = ByteBuffer.allocateDirect(path.length + 1).put(path);
    ByteBuffer reason = ByteBuffer.allocateDirect(Long.BYTES);
    long handle = open(address(name), address(reason));
    if (handle == 0) {
      throw new GpuException(text(reason.order(ByteOrder.nativeOrder()).getLong(0)));
    }
    return handle;
  }

  /** Runs a kernel; what went wrong, or an empty text. */
  static String launch(long library, ByteBuffer words) {
    long failure = launch(library, address(words));
    return failure == 0 ? "" : text(failure);
  }
}
