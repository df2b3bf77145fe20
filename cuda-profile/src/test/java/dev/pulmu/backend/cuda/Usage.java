package dev.pulmu.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has at a moment.
 *
 * @param freeOnDevice bytes of device memory that nobody uses
 * @param resident bytes of host memory; 0 where it is not Linux
 * @param threads of the operating system; 0 where it is not Linux
 */
record Usage(long freeOnDevice, long resident, long threads) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static Usage now() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc(); // frees direct buffers too, on a thread of its own
      Thread.sleep(200);
    }
    try (Gpu gpu = TestedGpu.open()) {
      return new Usage(gpu.freeBytes(), 1024 * status("VmRSS:"), status("Threads:"));
    }
  }

  private static long status(String key) throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
