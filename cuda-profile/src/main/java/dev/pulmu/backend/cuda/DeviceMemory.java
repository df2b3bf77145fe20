package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Allocates the regions of a {@link MemoryMap} on a GPU, and copies typed arrays to and from them.
 */
final class DeviceMemory implements AutoCloseable {
  /** Bytes of the buffer between heap arrays and the device. */
  private static final int STAGE = 1 << 24;

  private final Gpu gpu;
  private final List<Long> allocations = new ArrayList<>();
  private final long[] addresses;
  private final ByteBuffer stage;

  /**
   * Takes the memory.
   *
   * @param apart whether every region is an allocation of its own, so that a GPU that watches the
   *     bounds of allocations watches those of regions
   * @throws GpuException.OutOfMemory if there is less
   */
  DeviceMemory(Gpu gpu, MemoryMap map, boolean apart) {
    this.gpu = gpu;
    this.addresses = new long[map.regions().size()];
    this.stage = ByteBuffer.allocateDirect((int) Math.min(STAGE, map.bytes()))
        .order(ByteOrder.nativeOrder());
    try {
      long all = apart ? 0 : allocate(map.bytes());
      for (Region region : map.regions()) {
        addresses[region.index()] = apart ? allocate(region.bytes()) : all + region.offset();
      }
    } catch (GpuException e) {
      close();
      throw e;
    }
  }

  private long allocate(long bytes) {
    long address = gpu.allocate(bytes);
    allocations.add(address);
    return address;
  }

  long address(Argument.At at) {
    return addresses[at.region().index()] + at.bytes();
  }

  void clear(Region region) {
    gpu.clear(addresses[region.index()], region.bytes());
  }

  void upload(float[] values, Region to) {
    inParts(values.length, Float.BYTES, (from, count) -> {
      stage.clear().asFloatBuffer().put(values, from, count);
      upload(to, (long) Float.BYTES * from, Float.BYTES * count);
    });
  }

  void upload(int[] values, Region to) {
    inParts(values.length, Integer.BYTES, (from, count) -> {
      stage.clear().asIntBuffer().put(values, from, count);
      upload(to, (long) Integer.BYTES * from, Integer.BYTES * count);
    });
  }

  void upload(byte[] values, Region to) {
    inParts(values.length, 1, (from, count) -> {
      stage.clear().put(values, from, count);
      upload(to, from, count);
    });
  }

  void upload(long[] values, Region to) {
    inParts(values.length, Long.BYTES, (from, count) -> {
      stage.clear().asLongBuffer().put(values, from, count);
      upload(to, (long) Long.BYTES * from, Long.BYTES * count);
    });
  }

  private void upload(Region to, long at, int bytes) {
    gpu.upload(stage.position(0).limit(bytes), addresses[to.index()] + at);
  }

  /** The first numbers of a region. */
  float[] floats(Region region, int length) {
    float[] values = new float[length];
    inParts(
        length,
        Float.BYTES,
        (from, count) ->
            download(region, from, count, Float.BYTES).asFloatBuffer().get(values, from, count));
    return values;
  }

  int[] ints(Region region, int length) {
    int[] values = new int[length];
    inParts(
        length,
        Integer.BYTES,
        (from, count) ->
            download(region, from, count, Integer.BYTES).asIntBuffer().get(values, from, count));
    return values;
  }

  double[] doubles(Region region, int length) {
    double[] values = new double[length];
    inParts(
        length,
        Double.BYTES,
        (from, count) ->
            download(region, from, count, Double.BYTES).asDoubleBuffer().get(values, from, count));
    return values;
  }

  long first64Bits(Region region) {
    return download(region, 0, 1, Long.BYTES).getLong(0);
  }

  private ByteBuffer download(Region region, int from, int count, int width) {
    long address = addresses[region.index()] + (long) from * width;
    gpu.download(address, stage.clear().limit(count * width));
    return stage.position(0);
  }

  /** Some elements, of which the stage holds as many. */
  private interface Part {
    void copy(int from, int count);
  }

  private void inParts(int length, int width, Part part) {
    int most = stage.capacity() / width;
    for (long from = 0; from < length; from += most) {
      part.copy((int) from, (int) Math.min(length - from, most));
    }
  }

  @Override
  public void close() {
    allocations.forEach(gpu::free);
    allocations.clear();
  }
}
