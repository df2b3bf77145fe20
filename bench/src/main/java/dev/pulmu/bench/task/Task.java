package dev.pulmu.bench.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.json.Json;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.plan.Plan;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The task of every participant: the same network, weights, rows and batches. Its folder has
 * {@code task.json}, {@code features.u8} (rows, inputs), {@code labels.i32} (rows),
 * {@code order.i32}: the rows of each step of the loss curve at least, {@code weights.f32}: the
 * parameters in canonical order, and {@code weights.json}: where each of them is; numbers have
 * their lowest byte first.
 *
 * @param workload its name
 * @param config the network, what moves its weights, the batch and the seed
 * @param data rows of bytes with class labels, all to train on
 * @param curveSteps how many steps the loss curve has, a multiple of {@link #CURVE_PIECE}
 */
public record Task(String workload, RunConfig config, Dataset data, int curveSteps, Timing timing) {
  /** The steps whose mean loss is one point of the curve. */
  public static final int CURVE_PIECE = 10;

  /** Epochs of the feed: more than any measurement takes. */
  private static final int EPOCHS = 1_000_000;

  /**
   * A workload on the training rows of a data set.
   *
   * @throws IllegalArgumentException if these do not fit, or the data is not of bytes and classes
   */
  public static Task of(Workload workload, Dataset data, Timing timing) {
    if (!(data.features() instanceof Features.Bytes bytes)
        || !(data.targets() instanceof Targets.Labels labels)) {
      throw new IllegalArgumentException(
          "a benchmark wants rows of bytes with class labels, '" + data.name() + "' has others");
    }
    int rows = data.rows(Split.TRAIN).length;
    Dataset train = dataset(
        data.name(),
        new Features.Bytes(
            Arrays.copyOf(bytes.values(), rows * bytes.columns()),
            bytes.columns(),
            bytes.scale(),
            bytes.shift()),
        new Targets.Labels(Arrays.copyOf(labels.values(), rows), labels.classes()));
    Plan plan = workload.plan(bytes.columns(), labels.classes(), rows);
    Task task = new Task(
        workload.name(), workload.config(), train, curveSteps(Work.of(plan).flop()), timing);
    task.feed(); // refuses what does not fit
    return task;
  }

  /**
   * The number of steps of the curve: enough to tell curves apart, and few enough that slow ones do
   * not take many minutes.
   */
  private static int curveSteps(long flopPerStep) {
    if (flopPerStep > 500_000_000_000L) {
      return 20;
    }
    return flopPerStep > 5_000_000_000L ? 100 : 300;
  }

  private static Dataset dataset(String name, Features.Bytes features, Targets.Labels labels) {
    List<String> classes =
        IntStream.range(0, labels.classes()).mapToObj(Integer::toString).toList();
    return new Dataset(name, features, labels, classes, 0);
  }

  public Plan plan() {
    return new Workload(workload, config)
        .plan(data.features().columns(), data.targets().outputs(), data.samples());
  }

  /** Full batches of rows that are shuffled anew in every epoch. */
  public Feed feed() {
    return new Feed(plan(), data, EPOCHS, config.get(Settings.SEED), Sampling.SHUFFLE, true);
  }

  /** What a run is asked for that takes the steps of {@link #feed}, and no others. */
  RunConfig terms() {
    return RunConfig.DEFAULT
        .with(plan())
        .with(Settings.EPOCHS, EPOCHS)
        .with(Settings.SEED, config.get(Settings.SEED))
        .with(Settings.SAMPLING, Sampling.SHUFFLE)
        .with(Settings.DROP_LAST, true)
        .with(Settings.VALIDATION, 0.0);
  }

  public State initial() {
    return State.initial(plan(), config.get(Settings.SEED));
  }

  /** Writes all but {@code task.json}. */
  public void writeData(Path folder) throws IOException {
    Plan plan = plan();
    Features.Bytes features = (Features.Bytes) data.features();
    Files.write(folder.resolve("features.u8"), features.values());
    Files.write(folder.resolve("labels.i32"), bytes(((Targets.Labels) data.targets()).values()));
    Files.write(folder.resolve("order.i32"), bytes(order()));
    ByteBuffer weights = ByteBuffer.allocate(4 * plan.parameters()).order(ByteOrder.LITTLE_ENDIAN);
    weights.asFloatBuffer().put(initial().values(), 0, plan.parameters());
    Files.write(folder.resolve("weights.f32"), weights.array());
    Files.writeString(folder.resolve("weights.json"), table(plan).toString());
  }

  /** Writes {@code task.json} for a process with this many threads. */
  public void write(Path folder, int threads) {
    try {
      Files.writeString(folder.resolve("task.json"), json(threads).toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write task.json: " + e.getMessage(), e);
    }
  }

  /** Reads what {@link #writeData} and {@link #write} wrote. */
  static Task read(Path folder) throws IOException {
    JsonNode json = Json.read(Files.readAllBytes(folder.resolve("task.json")));
    ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("labels.i32")))
        .order(ByteOrder.LITTLE_ENDIAN);
    int[] classes = new int[labels.remaining() / 4];
    labels.asIntBuffer().get(classes);
    Dataset data = dataset(
        json.get("data").asText(),
        new Features.Bytes(
            Files.readAllBytes(folder.resolve("features.u8")),
            json.get("inputs").asInt(),
            json.get("scale").floatValue(),
            json.get("shift").floatValue()),
        new Targets.Labels(classes, json.get("outputs").asInt()));
    return new Task(
        json.get("workload").asText(),
        RunConfig.parse(json.get("settings").asText()),
        data,
        json.get("curveSteps").asInt(),
        new Timing(
            1,
            json.get("samples").asInt(),
            json.get("sampleSeconds").asDouble(),
            json.get("sampleSteps").asInt(),
            json.get("warmUpSeconds").asDouble()));
  }

  /** The orders of as many epochs as the curve needs, one behind the other. */
  private int[] order() {
    Feed feed = feed();
    int perEpoch = feed.stepsPerEpoch() * Workload.rowsPerStep(plan());
    int epochs = epochsOfCurve(feed);
    int[] order = new int[Math.multiplyExact(epochs, perEpoch)];
    for (int epoch = 0; epoch < epochs; epoch++) {
      System.arraycopy(feed.order(epoch), 0, order, epoch * perEpoch, perEpoch);
    }
    return order;
  }

  private int epochsOfCurve(Feed feed) {
    return (curveSteps + feed.stepsPerEpoch() - 1) / feed.stepsPerEpoch();
  }

  private ObjectNode json(int threads) {
    Plan plan = plan();
    Feed feed = feed();
    ObjectNode json = Json.object();
    json.put("workload", workload).put("data", data.name());
    json.put("inputs", plan.network().inputs());
    ArrayNode hidden = json.putArray("hidden");
    List<Block> blocks = plan.blocks();
    blocks.subList(0, blocks.size() - 1).forEach(block -> hidden.add(block.outputs()));
    json.put("batchNorm", plan.hasBatchNorm());
    json.put("outputs", plan.network().outputs());
    json.put("batch", plan.batch());
    json.set("optimizer", optimizer(plan.update().rule()));
    json.put("batchNormEpsilon", BatchNorm.DEFAULT.epsilon());
    json.put("batchNormMomentum", BatchNorm.DEFAULT.momentum());
    json.put("scale", data.features().scale()).put("shift", data.features().shift());
    json.put("rows", data.samples());
    json.put("stepsPerEpoch", epochsOfCurve(feed) * feed.stepsPerEpoch());
    json.put("curveSteps", curveSteps).put("samples", timing.samples());
    json.put("sampleSeconds", timing.sampleSeconds()).put("sampleSteps", timing.sampleSteps());
    json.put("warmUpSeconds", timing.warmUpSeconds()).put("threads", threads);
    return json.put("settings", config.text());
  }

  /** In numbers, for peers; a rule that they do not know has its name only. */
  private static ObjectNode optimizer(ElementRule rule) {
    ObjectNode json = Json.object();
    json.put("name", Call.nameOf(rule.text()));
    json.put("rate", rule.rate().base());
    if (rule instanceof Adam adam) {
      json.put("beta1", adam.beta1()).put("beta2", adam.beta2());
      json.put("epsilon", adam.epsilon());
    }
    return json;
  }

  private static ArrayNode table(Plan plan) {
    ArrayNode table = Json.object().putArray("weights");
    for (Tensor tensor : plan.tensors(Role.WEIGHT)) {
      table
          .addObject()
          .put("name", tensor.name())
          .put("rows", tensor.rows())
          .put("columns", tensor.columns())
          .put("offset", tensor.offset());
    }
    return table;
  }

  private static byte[] bytes(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }
}
