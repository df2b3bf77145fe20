package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs programs on a GPU: loads their kernels, puts in the addresses of their arguments, captures
 * graphs.
 *
 * <p>A failure inside a graph is reported only to the next copy. So a runner may do without graphs,
 * and wait for each node before the next one: that is slow, but the node that fails has a name.
 */
final class ProgramRunner implements AutoCloseable {
  private final Gpu gpu;
  private final DeviceMemory memory;
  private final boolean tf32;
  private final boolean oneByOne;
  private final Map<Kernel, LoadedKernel> kernels = new HashMap<>();
  private final List<Long> graphs = new ArrayList<>();

  /**
   * A runner.
   *
   * @param tf32 whether products of cuBLAS may round their factors to 10 bits of mantissa
   * @param oneByOne whether to do without graphs and wait for every node
   */
  ProgramRunner(Gpu gpu, DeviceMemory memory, boolean tf32, boolean oneByOne) {
    this.gpu = gpu;
    this.memory = memory;
    this.tf32 = tf32;
    this.oneByOne = oneByOne;
  }

  /** Queues a program's nodes one by one. */
  void run(Program program) {
    load(program);
    queue(program, 0);
  }

  /**
   * A graph of this many steps, one behind the other, and of what comes behind them.
   *
   * @param step what runs at every position
   * @param end what runs last, once
   * @return queues all of it, any number of times
   */
  Runnable graph(Program step, int steps, Program end) {
    load(step);
    load(end); // compiling does not belong into a recording
    if (oneByOne) {
      return () -> queue(step, steps, end);
    }
    run(products(step));
    gpu.beginCapture();
    try {
      queue(step, steps, end);
      long graph = gpu.endCapture();
      graphs.add(graph);
      return () -> gpu.run(graph);
    } catch (RuntimeException | Error e) { // a stream that went on recording would be of no use
      gpu.abandonCapture();
      throw e;
    }
  }

  /**
   * The products of a program. cuBLAS, which may load code and take memory for a shape that it has
   * not seen, does so outside a recording; what comes out is written again by the program itself.
   */
  private static Program products(Program program) {
    List<Node> products =
        program.nodes().stream().filter(Node.Multiply.class::isInstance).toList();
    return new Program("products of " + program.name(), products);
  }

  private void load(Program program) {
    program.kernels().forEach(kernel -> kernels.computeIfAbsent(kernel, gpu::load));
  }

  private void queue(Program step, int steps, Program end) {
    for (int position = 0; position < steps; position++) {
      queue(step, position);
    }
    queue(end, 0);
  }

  private void queue(Program program, int position) {
    for (int number = 1; number <= program.nodes().size(); number++) {
      Node node = program.nodes().get(number - 1);
      if (!oneByOne) {
        queue(node, position);
        continue;
      }
      try {
        queue(node, position);
        gpu.synchronize();
      } catch (GpuException e) {
        throw new GpuException(
            program.name() + ", node " + number + " of " + program.nodes().size() + " at position "
                + position + " (" + node.does() + ") by " + node.by() + ": " + e.getMessage(),
            e);
      }
    }
  }

  private void queue(Node node, int position) {
    node.<Runnable>match(
            launch -> () -> launch(launch, position), multiply -> () -> multiply(multiply))
        .run();
  }

  private void launch(Node.Launch launch, int position) {
    gpu.launch(
        kernels.get(launch.kernel()),
        launch.gridX(),
        launch.gridY(),
        launch.threads(),
        launch.sharedBytes(),
        launch.arguments().stream()
            .mapToLong(argument -> argument.value(memory::address, position))
            .toArray());
  }

  private void multiply(Node.Multiply multiply) {
    gpu.multiply(new Gpu.Product(
        memory.address(multiply.a()),
        multiply.aTransposed(),
        memory.address(multiply.b()),
        multiply.bTransposed(),
        memory.address(multiply.c()),
        multiply.m(),
        multiply.n(),
        multiply.k(),
        multiply.add(),
        tf32));
  }

  @Override
  public void close() {
    graphs.forEach(gpu::discard);
    graphs.clear();
    kernels.values().forEach(gpu::unload);
    kernels.clear();
  }
}
