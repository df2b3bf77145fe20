package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.HostGpu.Order;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The CUDA backend on {@link HostGpu}. Each takes its threads in another order, so that comparisons
 * of two sessions also compare two orders.
 */
final class HostBackend {
  /** Of all tests, whose instances JUnit makes anew. */
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private final Products products;

  HostBackend(Products products) {
    this.products = products;
  }

  /** A backend with the next order of threads. */
  Backend next() {
    Order order = Order.values()[TAKEN.getAndIncrement() % Order.values().length];
    return on(() -> HostGpu.open(order, products.blas()), products);
  }

  /** A backend on any GPU of the tests, every tensor an allocation of its own. */
  static Backend on(Supplier<Gpu> gpu, Products products) {
    return on(gpu, new Options(products, true));
  }

  static Backend on(Supplier<Gpu> gpu, Options options) {
    return new CudaBackend(() -> Availability.of("host", Map.of()), gpu, options);
  }
}
