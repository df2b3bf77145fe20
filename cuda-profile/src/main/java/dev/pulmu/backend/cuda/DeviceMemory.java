package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The memory of a map on a GPU, and typed copies to and from it. */
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

  long address(Word.At at) {
    return addresses[at.region().index()] + at.bytes();
  }

  void clear(Region region) {
    gpu.clear(addresses[region.index()], region.bytes());
  }

  void upload(float[] values, Region to) {
    for (int from = 0; from < values.length; from += stage.capacity() / 4) {
      int count = Math.min(values.length - from, stage.capacity() / 4);
      stage.clear().asFloatBuffer().put(values, from, count);
      upload(to, 4L * from, 4 * count);
    }
  }

  void upload(int[] values, Region to) {
    for (int from = 0; from < values.length; from += stage.capacity() / 4) {
      int count = Math.min(values.length - from, stage.capacity() / 4);
      stage.clear().asIntBuffer().put(values, from, count);
      upload(to, 4L * from, 4 * count);
    }
  }

  void upload(byte[] values, Region to) {
    for (int from = 0; from < values.length; from += stage.capacity()) {
      int count = Math.min(values.length - from, stage.capacity());
      stage.clear().put(values, from, count);
      upload(to, from, count);
    }
  }

  void upload(long[] values, Region to) {
    stage.clear().asLongBuffer().put(values);
    upload(to, 0, 8 * values.length);
  }

  private void upload(Region to, long at, int bytes) {
    gpu.upload(stage.position(0).limit(bytes), addresses[to.index()] + at);
  }

  /** The first numbers of a region. */
  float[] floats(Region from, int count) {
    float[] values = new float[count];
    for (int at = 0; at < count; at += stage.capacity() / 4) {
      int part = Math.min(count - at, stage.capacity() / 4);
      download(from, 4L * at, 4 * part).asFloatBuffer().get(values, at, part);
    }
    return values;
  }

  int[] ints(Region from, int count) {
    int[] values = new int[count];
    for (int at = 0; at < count; at += stage.capacity() / 4) {
      int part = Math.min(count - at, stage.capacity() / 4);
      download(from, 4L * at, 4 * part).asIntBuffer().get(values, at, part);
    }
    return values;
  }

  double[] doubles(Region from, int count) {
    double[] values = new double[count];
    for (int at = 0; at < count; at += stage.capacity() / 8) {
      int part = Math.min(count - at, stage.capacity() / 8);
      download(from, 8L * at, 8 * part).asDoubleBuffer().get(values, at, part);
    }
    return values;
  }

  long first64Bits(Region from) {
    return download(from, 0, 8).getLong(0);
  }

  private ByteBuffer download(Region from, long at, int bytes) {
    gpu.download(addresses[from.index()] + at, stage.clear().limit(bytes));
    return stage.position(0);
  }

  @Override
  public void close() {
    allocations.forEach(gpu::free);
    allocations.clear();
  }
}
