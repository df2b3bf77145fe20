package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Executor;
import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Plan;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The backend {@code cpu}: runs plans as fused passes over heap arrays, on the JDK's Vector API
 * where the JVM has it. Results depend neither on the number of threads nor on the Vector API.
 */
public final class CpuBackend implements Backend {
  /** The system property that says how many workers a session has; all cores if it is not set. */
  public static final String THREADS = "pulmu.threads";

  /** Workers that a session has at most. */
  public static final int MOST_THREADS = 1024;

  private static final int RANK = 10;

  /** Below {@code nd4j}, whose native kernels are faster than loops without vectors. */
  private static final int PLAIN_RANK = -1;

  private final Kernels kernels;
  private final int workers;

  /**
   * A backend with the fastest kernels that this JVM has, on as many workers as {@link #THREADS}
   * says.
   */
  public CpuBackend() {
    this(Kernels.fastest(), workers(System.getProperty(THREADS)));
  }

  /** The number in the property; 0, which {@link #availability} refuses, if it is no number. */
  private static int workers(String property) {
    if (property == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    return property.matches("[0-9]{1,9}") ? Integer.parseInt(property) : 0;
  }

  CpuBackend(Kernels kernels, int workers) {
    this.kernels = kernels;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int rank() {
    return kernels instanceof PlainKernels ? PLAIN_RANK : RANK;
  }

  @Override
  public int rankAtBest() {
    return RANK;
  }

  @Override
  public Availability availability() {
    if (workers < 1 || workers > MOST_THREADS) {
      return Availability.missing("the system property " + THREADS + " wants 1.." + MOST_THREADS
          + ", came " + System.getProperty(THREADS, Integer.toString(workers)));
    }
    return Availability.of(kernels.describe() + ", workers: " + workers, Map.of());
  }

  @Override
  public String advice() {
    return kernels instanceof PlainKernels
        ? "plain loops are many times slower than the Vector API; add --add-modules "
            + Kernels.VECTOR_MODULE + " to the JVM, as ./pulmu does where the JDK has it"
        : "";
  }

  /** As many parts as there are workers, one worker each. */
  @Override
  public List<Backend> parts() {
    return Collections.nCopies(workers, new CpuBackend(kernels, 1));
  }

  @Override
  public void prepare() {
    if (kernels instanceof VectorKernels) {
      WarmUp.begin(kernels);
    }
  }

  @Override
  public Session open(Plan plan, Dataset data, Feed feed, State state) {
    if (plan.update().optimizer() instanceof FullBatch method) {
      HeapRoom.check(method, plan);
    }
    return Backend.super.open(plan, data, feed, state);
  }

  @Override
  public Executor executor(Plan plan, Dataset data, Feed feed) {
    HeapRoom.check(kernels, workers, plan, data, feed);
    return new CpuExecutor(kernels, workers, plan, data, feed);
  }
}
