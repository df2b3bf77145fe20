package dev.pulmu.backend.cuda;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.Locale;

/**
 * Allocates a session's memory on a device; where it does not fit, says the largest batch that
 * would.
 */
final class MemoryFit {
  /** Bytes for kernels, graphs and cuBLAS beside a session's tensors, with room to spare. */
  private static final long RESERVE = 128L << 20;

  private MemoryFit() {}

  /**
   * The memory of a session.
   *
   * @throws GpuException.OutOfMemory saying what was asked, what is free, and the largest batch
   *     that would fit
   */
  static DeviceMemory allocate(Gpu gpu, DeviceTensors tensors, Dataset data, boolean apart) {
    try {
      return new DeviceMemory(gpu, tensors.map, apart);
    } catch (GpuException.OutOfMemory e) {
      long asked = tensors.map.bytes();
      long free = gpu.freeBytes();
      int batch = largestBatch(tensors.plan, data, free - RESERVE);
      String advice = batch == 0
          ? "not even a batch of the smallest size would fit; take a smaller network or data set"
          : "the largest batch that would fit is " + batch;
      throw new GpuException.OutOfMemory(
          String.format(
              Locale.ROOT,
              "%s has too little memory for this run: batch %d wants %s, %s are free; %s",
              gpu.info().name(),
              tensors.plan.batch(),
              mebibytes(asked),
              mebibytes(free),
              advice),
          asked,
          free);
    }
  }

  /** 0 if none fits. */
  static int largestBatch(Plan plan, Dataset data, long free) {
    int fits = 0;
    int smallest = plan.hasBatchNorm() ? 2 : 1;
    int tooLarge = plan.batch();
    while (tooLarge - fits > 1) {
      int middle = fits + (tooLarge - fits) / 2;
      if (middle < smallest) {
        fits = bytes(plan, data, smallest) <= free ? smallest : 0;
        if (fits == 0) {
          return 0;
        }
      } else if (bytes(plan, data, middle) <= free) {
        fits = middle;
      } else {
        tooLarge = middle;
      }
    }
    return fits;
  }

  private static long bytes(Plan plan, Dataset data, int batch) {
    Plan smaller =
        Planner.plan(plan.network(), plan.update(), batch, plan.accumulate(), plan.frozen());
    return new DeviceTensors(smaller, data, new Feed(smaller, data, 1, 0)).map.bytes();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", (bytes + (1 << 20) - 1) >> 20);
  }
}
