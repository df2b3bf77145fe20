package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.HostGpu.Order;

/**
 * The GPU that tests tagged {@code gpu} run on. With {@code -Dpulmu.gpu.host=true} it is the host,
 * which shows that the tests themselves work where there is no GPU, and proves nothing more.
 */
final class TestedGpu {
  /** Whether this machine's processor stands in. */
  static final boolean ON_HOST = Boolean.getBoolean("pulmu.gpu.host");

  /** Closed with the process: while it is open, the device's context is not made anew each time. */
  private static Gpu kept;

  private static int taken;

  private TestedGpu() {}

  static Availability availability() {
    return ON_HOST ? Availability.of("the host", open().info().versions()) : Devices.availability();
  }

  /** Fails the caller's tests where there is no GPU: who asks for them wants to know. */
  static synchronized void orFail() {
    Availability availability = availability();
    if (!availability.usable()) {
      throw new AssertionError(availability.reason());
    }
    if (kept == null) {
      kept = open();
    }
  }

  /** Another opening of the device. */
  static Gpu open() {
    return ON_HOST
        ? HostGpu.open(Order.values()[taken++ % Order.values().length], true)
        : Devices.open();
  }

  /** The backend as users get it, but for its options. */
  static Backend backend(Options options) {
    return new CudaBackend(TestedGpu::availability, TestedGpu::open, options);
  }
}
