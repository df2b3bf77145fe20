package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Executor;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The backend {@code cuda}: runs plans as fused kernels on an NVIDIA GPU. */
public final class CudaBackend implements Backend {
  private final Supplier<Availability> look;
  private final Supplier<Gpu> open;
  private final Options options;

  /** The backend on the first GPU that the driver shows. */
  public CudaBackend() {
    this(Devices::availability, Devices::open, Options.USUAL);
  }

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

  /** Whether there is a cuBLAS for tf32 is known once a session opens. */
  @Override
  public void check(Plan plan) {}

  /**
   * The nodes of a step and of a pass in use, on bytes. Works without a GPU, which then knows no
   * registers; with one, the kernels are compiled.
   */
  @Override
  public String describe(Plan plan) {
    Availability availability = availability();
    if (!availability.usable()) {
      return "No GPU: " + availability.reason() + "\nWith one that has cuBLAS:\n\n"
          + describe(programs(plan, options.products(true, plan.precision())), Map.of());
    }
    try (Gpu gpu = open.get()) {
      List<Program> programs =
          programs(plan, options.products(gpu.info().hasBlas(), plan.precision()));
      Map<Kernel, LoadedKernel> compiled = new HashMap<>();
      for (Program program : programs) {
        program.kernels().forEach(kernel -> compiled.computeIfAbsent(kernel, gpu::load));
      }
      compiled.values().forEach(gpu::unload);
      return "On " + availability.device() + ":\n\n" + describe(programs, compiled);
    }
  }

  private static List<Program> programs(Plan asked, Products products) {
    Plan plan = asked
        .update()
        .optimizer()
        .match(rule -> asked, method -> Planner.inPieces(asked, asked.batch()));
    Dataset data = StandIn.data(plan);
    Feed feed = new Feed(plan, data, 1, 0);
    Programs programs = new Programs(new DeviceTensors(plan, data, feed), products);
    List<Program> all = new ArrayList<>(asked
        .update()
        .optimizer()
        .match(
            rule -> programs.steps(feed),
            method -> List.of(programs.lossAndGradient(feed.largestBatch()))));
    all.add(programs.use(Session.Weights.LIVE));
    return all;
  }

  private static String describe(List<Program> programs, Map<Kernel, LoadedKernel> compiled) {
    StringBuilder text = new StringBuilder();
    for (Program program : programs) {
      text.append(text.isEmpty() ? "" : "\n").append(ProgramText.of(program, compiled));
    }
    return text.toString();
  }

  @Override
  public Executor executor(Plan plan, Dataset data, Feed feed) {
    return new CudaExecutor(open.get(), options, plan, data, feed);
  }
}
