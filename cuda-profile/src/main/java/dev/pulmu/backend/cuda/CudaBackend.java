package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Feed;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.plan.Plan;
import java.util.function.Supplier;

/** Plans as fused kernels on an NVIDIA GPU. */
public final class CudaBackend implements Backend {
  private final Supplier<Availability> look;
  private final Supplier<Gpu> open;
  private final Options options;

  /**
   * A backend on some other GPU.
   *
   * @param look says whether it is there
   * @param open takes it; every session opens its own and closes it
   */
  CudaBackend(Supplier<Availability> look, Supplier<Gpu> open, Options options) {
    this.look = look;
    this.open = open;
    this.options = options;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Availability availability() {
    return look.get();
  }

  @Override
  public Session open(Plan plan, Dataset data, Feed feed, State state) {
    Availability availability = availability();
    if (!availability.usable()) {
      throw new IllegalStateException("backend 'cuda' cannot run here: " + availability.reason());
    }
    return new CudaSession(open.get(), options, plan, data, feed, state);
  }
}
