package dev.pulmu.backend.cuda;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory between guard bands. Bands and fresh memory hold 0xff, which read as f32 is NaN; so who
 * writes out of bounds is found by the band, and who reads what nobody wrote by the result.
 */
final class HostMemory {
  private static final long BAND = 4096;
  private static final int POISON = 0xff;

  private final long total;
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private long used;

  HostMemory(long total) {
    this.total = total;
  }

  long free() {
    return total - used;
  }

  long allocate(long bytes) {
    if (bytes <= 0) {
      throw new GpuException("an allocation wants at least one byte, and was asked for " + bytes);
    }
    if (bytes > free()) {
      throw new GpuException.OutOfMemory(
          String.format(Locale.ROOT, "%d bytes were asked for, %d are free", bytes, free()),
          bytes,
          free());
    }
    long start = HostNative.allocate(bytes + 2 * BAND, BAND);
    if (start == 0) {
      throw new GpuException.OutOfMemory(
          String.format(Locale.ROOT, "malloc of %d bytes", bytes), bytes, free());
    }
    HostNative.fill(start, POISON, bytes + 2 * BAND);
    sizes.put(start + BAND, bytes);
    used += bytes;
    return start + BAND;
  }

  void free(long address) {
    Long bytes = sizes.remove(address);
    if (bytes == null) {
      throw new GpuException(
          String.format(Locale.ROOT, "free(%#x): nothing was allocated there", address));
    }
    used -= bytes;
    HostNative.free(address - BAND);
  }

  /** What is allocated, bytes by address. */
  Map<Long, Long> allocations() {
    return Map.copyOf(sizes);
  }

  /** Refuses what does not lie within one allocation. */
  void require(long address, long bytes, String what) {
    Map.Entry<Long, Long> allocation = sizes.floorEntry(address);
    if (allocation == null) {
      throw new GpuException(
          String.format(Locale.ROOT, "%s: %#x is in no allocation", what, address));
    }
    long offset = address - allocation.getKey();
    if (bytes < 0 || offset + bytes > allocation.getValue()) {
      throw new GpuException(String.format(
          Locale.ROOT,
          "%s: bytes %d to %d of an allocation of %d bytes",
          what,
          offset,
          offset + bytes,
          allocation.getValue()));
    }
  }

  /** Finds a touched band, and mends it so that it is told once. */
  void check(String who) {
    sizes.forEach((address, bytes) -> {
      check(who, address - BAND, BAND, -BAND, bytes);
      check(who, address + bytes, BAND, 0, bytes);
    });
  }

  private void check(String who, long band, long length, long from, long bytes) {
    long touched = HostNative.firstTouched(band, length);
    if (touched >= 0) {
      HostNative.fill(band, POISON, length);
      throw new GpuException(String.format(
          Locale.ROOT,
          "%s wrote out of bounds: %d bytes %s an allocation of %d bytes",
          who,
          from < 0 ? -from - touched : touched,
          from < 0 ? "before the start of" : "behind the end of",
          bytes));
    }
  }
}
