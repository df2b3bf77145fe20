package dev.pulmu.backend.cuda;

import java.util.ArrayList;
import java.util.List;

/** The layout of a session's device memory: which region lies where. A region never moves. */
final class MemoryMap {
  /** Tensors begin at multiples of this, which every vector load and copy is content with. */
  static final int ALIGNMENT = 256;

  private final List<Region> regions = new ArrayList<>();
  private long bytes;

  /**
   * The bytes of a tensor.
   *
   * @param name for people
   * @param index its place among the regions
   * @param offset from the begin of the memory
   * @param bytes how many
   */
  record Region(String name, int index, long offset, long bytes) {
    /** The address of its first byte. */
    Argument.At at() {
      return new Argument.At(this, 0);
    }

    /** The address of one of its 32-bit elements. */
    Argument.At at(long element) {
      return new Argument.At(this, 4 * element);
    }
  }

  /** Makes room for 32-bit numbers. */
  Region words(String name, long count) {
    return bytes(name, 4 * count);
  }

  /** Makes room; for at least one byte, so that every region has an address of its own. */
  Region bytes(String name, long count) {
    Region region = new Region(name, regions.size(), bytes, Math.max(count, 1));
    regions.add(region);
    bytes += (region.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return region;
  }

  /** In the order in which they were made. */
  List<Region> regions() {
    return List.copyOf(regions);
  }

  /** Size of the memory that holds them all. */
  long bytes() {
    return bytes;
  }
}
