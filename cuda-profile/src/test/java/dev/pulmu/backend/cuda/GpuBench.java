package dev.pulmu.backend.cuda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long the workloads' steps take on a GPU, and each of their nodes: {@code GpuBench FILE
 * SECONDS [WORKLOAD,… [VARIANT,…]]}; no measurement begins after so many seconds. Lines for people
 * go to standard output, slowest nodes first, and JSON to the file.
 *
 * <p>A step is timed by events around graphs as a session runs them, with the data on the device,
 * and is the median of samples; a node by a graph of nothing but itself, many times over, so its
 * operands are in the cache if they fit there.
 */
final class GpuBench {
  /** On the host they say nothing of a GPU, and one shows that all goes through. */
  private static final int SAMPLES = TestedGpu.ON_HOST ? 1 : 9;

  private static final int NODE_SAMPLES = TestedGpu.ON_HOST ? 1 : 3;

  private static final int SAMPLES_ROWS = 60_000;
  private static final int STEPS_PER_GRAPH = 16;
  private static final int MOST_REPEATS = 200;

  /** Of a sample of a node. */
  private static final double MICROS = 30_000;

  /**
   * As users get it, with cuBLAS wherever it could be, and without it in tiles of either size: what
   * matters most comes first, for time may end.
   */
  private static final Map<String, Variant> VARIANTS = variants();

  private record Variant(Products products, boolean tf32) {}

  private static Map<String, Variant> variants() {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("usual", new Variant(Products.FASTER, false));
    variants.put("usual-tf32", new Variant(Products.FASTER, true));
    variants.put("blas", new Variant(new Products(true, 0, 0), false));
    variants.put("blas-tf32", new Variant(new Products(true, 0, 0), true));
    variants.put("own64", new Variant(new Products(false, 0, 0), false));
    variants.put("own32", new Variant(new Products(false, 0, Long.MAX_VALUE), false));
    variants.put("own", new Variant(Products.OWN, false));
    return Collections.unmodifiableMap(variants);
  }

  private final Gpu gpu;
  private final Workload workload;
  private final Variant variant;
  private final Dataset data;
  private final Feed feed;
  private final DeviceTensors tensors;
  private final Programs programs;

  private GpuBench(Gpu gpu, Workload workload, Variant variant, Dataset data) {
    this.gpu = gpu;
    this.workload = workload;
    this.variant = variant;
    this.data = data;
    this.feed = new Feed(workload.plan, data, 1, 1);
    this.tensors = new DeviceTensors(workload.plan, data, feed);
    this.programs = new Programs(tensors, variant.products());
  }

  /**
   * Measures, and ends with status 1 and the reason where there is no GPU or something failed. The
   * file is whole after every measurement.
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long end = System.nanoTime() + (long) (Double.parseDouble(arguments[1]) * 1e9);
    try {
      TestedGpu.orFail();
    } catch (AssertionError e) {
      fail(e.getMessage());
      System.exit(1);
    }
    List<Workload> workloads = arguments.length > 2
        ? Stream.of(arguments[2].split(",")).map(Workload::valueOf).toList()
        : List.of(Workload.values());
    List<String> variants =
        arguments.length > 3 ? List.of(arguments[3].split(",")) : List.copyOf(VARIANTS.keySet());
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("device", TestedGpu.availability().device());
    json.set("versions", mapper.valueToTree(TestedGpu.availability().versions()));
    ArrayNode results = json.putArray("results");
    int failed = 0;
    int left = 0;
    for (String variant : variants) {
      for (Workload workload : workloads) {
        String what = workload + " " + variant;
        if (System.nanoTime() > end) {
          left++;
          System.out.println(what + ": no time left");
          continue;
        }
        ObjectNode result = mapper.createObjectNode();
        result.put("workload", workload.name()).put("variant", variant);
        try (Gpu gpu = TestedGpu.open()) {
          if (VARIANTS.get(variant).products().blas() && !gpu.info().hasBlas()) {
            System.out.println(what + ": no cuBLAS");
            continue;
          }
          Dataset data = data(workload.plan);
          new GpuBench(gpu, workload, VARIANTS.get(variant), data).measure(result);
        } catch (GpuException e) { // the others may run
          failed++;
          fail(what + ": " + e.getMessage());
          result.put("failed", e.getMessage());
        }
        results.add(result);
        GpuCheck.write(json, file);
      }
    }
    GpuCheck.write(json.put("leftOut", left), file);
    System.out.println("measured = " + results.size() + "\nleftOut = " + left);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static void fail(String reason) {
    System.out.println("FAILED: " + reason);
  }

  /** Random images of the size of MNIST. */
  private static Dataset data(Plan plan) {
    int inputs = plan.network().inputs();
    int rows = TestedGpu.ON_HOST ? 2 * plan.batch() : SAMPLES_ROWS;
    byte[] bytes = new byte[rows * inputs];
    new Random(1).nextBytes(bytes);
    int[] labels = new Random(2).ints(rows, 0, 10).toArray();
    return new Dataset(
        "random",
        new Features.Bytes(bytes, inputs, 1 / 255f, 0),
        new Targets.Labels(labels, 10),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        0);
  }

  private void measure(ObjectNode result) {
    try (DeviceMemory memory = new DeviceMemory(gpu, tensors.map, false);
        ProgramRunner runner = new ProgramRunner(gpu, memory, variant.tf32(), false)) {
      Upload.all(tensors, data, memory);
      memory.upload(State.initial(workload.plan, 1).values(), tensors.persistent);
      memory.upload(feed.order(0), tensors.order);
      memory.upload(table(), tensors.table);
      Program step = programs.step(List.of(workload.plan.batch()));
      double micros = step(memory, runner, step);
      result.put("microsPerStep", round(micros));
      result.put("nodes", step.nodes().size());
      nodes(memory, runner, step, result);
    }
  }

  private float[] table() {
    int width = tensors.tableWidth();
    float[] table = new float[feed.stepsPerEpoch() * width];
    for (int step = 0; step < feed.stepsPerEpoch(); step++) {
      table[step * width] = 1;
      float[] numbers = feed.numbers(step).rule();
      System.arraycopy(numbers, 0, table, step * width + 1, numbers.length);
    }
    return table;
  }

  /** Back to the first step. */
  private void begin(DeviceMemory memory) {
    memory.upload(new long[] {0, 0, 0, feed.seed(), Long.MAX_VALUE}, tensors.place);
    memory.clear(tensors.bad);
  }

  private double step(DeviceMemory memory, ProgramRunner runner, Program step) {
    int batch = workload.plan.batch();
    int full = data.samples() / batch;
    int steps = Math.min(STEPS_PER_GRAPH, full);
    int graphs = full / steps;
    begin(memory);
    Runnable graph = runner.graph(step, steps, programs.advance(steps, steps * batch));
    List<Double> samples = new ArrayList<>();
    for (int sample = -2; sample < SAMPLES; sample++) { // two to warm up
      begin(memory);
      long from = gpu.mark();
      for (int i = 0; i < graphs; i++) {
        graph.run();
      }
      double micros = gpu.microsBetween(from, gpu.mark()) / (graphs * steps);
      if (sample >= 0) {
        samples.add(micros);
      }
    }
    return median(samples);
  }

  private void nodes(DeviceMemory memory, ProgramRunner runner, Program step, ObjectNode result) {
    double sum = 0;
    Map<Double, String> lines = new LinkedHashMap<>();
    ArrayNode nodes = result.putArray("perNode");
    for (Node node : step.nodes()) {
      begin(memory);
      double once = node(runner, node, 3);
      int repeats = (int) Math.max(3, Math.min(MOST_REPEATS, MICROS / once));
      if (TestedGpu.ON_HOST) {
        repeats = 1;
      }
      double micros = node(runner, node, repeats);
      sum += micros;
      ObjectNode one = nodes.addObject();
      one.put("does", node.does());
      one.put("micros", round(micros));
      one.put("bytes", node.bytes());
      one.put("gigabytesPerSecond", round(node.bytes() / micros / 1e3));
      String what = what(node, one);
      double key = micros;
      while (lines.containsKey(key)) {
        key = Math.nextUp(key);
      }
      lines.put(
          key,
          String.format(
              Locale.ROOT,
              "%9.2f us %7.0f GB/s  %s; %s",
              micros,
              node.bytes() / micros / 1e3,
              node.does(),
              what));
    }
    result.put("sumOfNodes", round(sum));
    System.out.printf(
        Locale.ROOT,
        "%s %s: %.2f us a step, %d nodes of %.2f us in all%n",
        result.get("workload").asText(),
        result.get("variant").asText(),
        result.get("microsPerStep").asDouble(),
        step.nodes().size(),
        sum);
    lines.entrySet().stream()
        .sorted(Map.Entry.<Double, String>comparingByKey().reversed())
        .forEach(line -> System.out.println(line.getValue()));
  }

  private double node(ProgramRunner runner, Node node, int repeats) {
    Runnable graph = runner.graph(
        new Program("one", Collections.nCopies(repeats, node)), 1, new Program("end", List.of()));
    List<Double> samples = new ArrayList<>();
    for (int sample = -1; sample < NODE_SAMPLES; sample++) {
      long from = gpu.mark();
      graph.run();
      double micros = gpu.microsBetween(from, gpu.mark()) / repeats;
      if (sample >= 0) {
        samples.add(micros);
      }
    }
    return median(samples);
  }

  private String what(Node node, ObjectNode one) {
    if (node instanceof Node.Launch launch) {
      LoadedKernel kernel = gpu.load(launch.kernel());
      gpu.unload(kernel);
      one.put("kernel", launch.kernel().toString());
      one.put("blocks", launch.gridX() * launch.gridY());
      one.put("registers", kernel.registers());
      one.put("spilledBytes", kernel.spilledBytes());
      return launch.kernel().name() + " " + launch.gridX() + "x" + launch.gridY() + ", "
          + kernel.registers() + " registers";
    }
    Node.Multiply product = (Node.Multiply) node;
    one.put("m", product.m()).put("n", product.n()).put("k", product.k());
    return String.format(Locale.ROOT, "cuBLAS %dx%dx%d", product.m(), product.n(), product.k());
  }

  private static double median(List<Double> samples) {
    double[] sorted = samples.stream().mapToDouble(value -> value).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double round(double micros) {
    return Math.round(micros * 1e3) / 1e3;
  }
}
