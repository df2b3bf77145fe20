package dev.pulmu.contract;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.contract.reference.ReferenceLayer;
import dev.pulmu.contract.reference.ReferenceLoss;
import dev.pulmu.contract.reference.ReferencePass;
import dev.pulmu.contract.reference.ReferenceStep;
import dev.pulmu.contract.reference.ReferenceUpdate;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Loss;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A row made ready: its plan, data and feed for a backend, and the same as plain values for the
 * reference. Everything follows from the row, so that failures come again.
 */
final class Trial {
  /** Share of a layer's largest number; floats of 24 bits disagree about the sign only nearer. */
  private static final double NEAR_KINK = 4e-6;

  private static final int VALIDATION_ROWS = 3;
  private static final int TEST_ROWS = 11;
  private static final int EPOCHS = 3;

  final Row row;
  final Plan plan;
  final Dataset data;
  final Feed feed;
  private final List<ReferenceLayer> layers = new ArrayList<>();

  Trial(Row row) {
    this(row, Sampling.SHUFFLE, false);
  }

  Trial(Row row, Sampling sampling, boolean dropLast) {
    this(row, data(row), sampling, dropLast);
  }

  /** On data of its own, which fits the row. */
  Trial(Row row, Dataset data) {
    this(row, data, Sampling.SHUFFLE, false);
  }

  private Trial(Row row, Dataset data, Sampling sampling, boolean dropLast) {
    this.row = row;
    this.plan =
        Planner.plan(row.network(), row.update(), row.batch(), row.accumulate(), row.freeze());
    this.data = data;
    long seed = (7L << 32) + row.name().hashCode();
    this.feed = new Feed(plan, data, EPOCHS, seed, sampling, dropLast);
    plan.blocks().forEach(block -> layers.add(block.accept(this::layer)));
  }

  private ReferenceLayer layer(DenseBlock block) {
    BatchNorm norm = block.norm().map(Norm::batchNorm).orElse(BatchNorm.DEFAULT);
    return new ReferenceLayer(
        block.name(),
        block.inputs(),
        block.outputs(),
        block.hasBatchNorm(),
        norm.epsilon(),
        norm.momentum(),
        norm.statistics() == BatchNorm.Statistics.PYTORCH,
        block.activation().text(),
        block.dropout().map(Dropout::probability).orElse(0f),
        block.dropout().map(Dropout::style).equals(Optional.of(Dropout.Style.BOOK)),
        row.freeze().contains(block.name()));
  }

  /** Random features and labels; bytes are zero in half of all places, as in images. */
  private static Dataset data(Row row) {
    SplittableRandom random = new SplittableRandom(row.name().hashCode());
    int samples = row.trainRows() + VALIDATION_ROWS + TEST_ROWS;
    int columns = row.network().inputs();
    int classes = row.network().outputs();
    byte[] bytes = new byte[samples * columns];
    float[] floats = new float[samples * columns];
    for (int i = 0; i < floats.length; i++) {
      bytes[i] = (byte) Math.max(0, random.nextInt(512) - 256);
      floats[i] = (float) random.nextGaussian();
    }
    Features features = row.bytes()
        ? new Features.Bytes(bytes, columns, 1 / 127f, -0.25f)
        : new Features.Floats(floats, columns, 0.75f, 0.125f);
    int[] labels = random.ints(samples, 0, classes).toArray();
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    double share = VALIDATION_ROWS / (double) (row.trainRows() + VALIDATION_ROWS);
    if (!row.numbers()) {
      Targets targets = new Targets.Labels(labels, classes);
      return new Dataset(row.name(), features, targets, names, TEST_ROWS)
          .withValidation(share, 5, ValidationRows.RANDOM);
    }
    boolean yesOrNo = row.network().loss().link() == Loss.Link.SIGMOID;
    float[] values = new float[samples * classes];
    for (int i = 0; i < values.length; i++) {
      values[i] = yesOrNo ? random.nextInt(2) : (float) random.nextGaussian();
    }
    Targets targets = new Targets.Values(values, classes);
    return new Dataset(row.name(), features, targets, List.of(), TEST_ROWS)
        .withValidation(share, 5);
  }

  Session open(Backend backend, State state) {
    return backend.open(plan, data, feed, state);
  }

  /**
   * A state in the midst of training: nothing in it is at its start. The slots are well above the
   * rounding of a gradient, so that no rule divides noise by noise.
   */
  State state(long seed) {
    State state = State.initial(plan, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (Tensor tensor : plan.tensors()) {
      String name = tensor.name();
      for (int i = tensor.offset(); i < tensor.end(); i++) {
        double u = random.nextDouble();
        double value = switch (tensor.role()) {
          case WEIGHT ->
            name.endsWith(".w") ? state.values()[i] : name.endsWith(".gamma") ? 0.5 + u : u - 0.5;
          case SLOT -> 0.01 + 0.01 * u;
          case EMA -> 0.4 * (u - 0.5);
          case STATISTIC ->
            name.endsWith("eight") ? 0.6 : name.endsWith("Mean") ? 0.2 * u : 0.2 + u;
        };
        state.values()[i] = (float) value;
      }
    }
    return state;
  }

  /** A state in which no sign before a ReLU hangs on rounding, for these rows at this step. */
  State clearState(int[] rows, long step) {
    return clearState(state -> batch(state, rows, step).distanceToKink());
  }

  /** The same, for all rows of this step. */
  State clearState(long step) {
    return clearState(state -> training(state, step).distanceToKink());
  }

  private State clearState(ToDoubleFunction<State> distanceToKink) {
    for (long seed = 0; seed < 100; seed++) {
      State state = state(seed);
      if (distanceToKink.applyAsDouble(state) > NEAR_KINK) {
        return state;
      }
    }
    throw new AssertionError(row + ": 100 states all have an element at a kink of ReLU");
  }

  /** The rows of a step, by the feed. */
  int[] rows(long step) {
    int[] order = feed.order(step / feed.stepsPerEpoch());
    return Arrays.copyOfRange(order, feed.start(step), feed.end(step));
  }

  /** The rows of a step's batches, as the plan says: full ones, and what is left. */
  List<int[]> batches(long step) {
    int[] rows = rows(step);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < rows.length; ) {
      int left = rows.length - from;
      boolean last = left <= row.batch() || left == row.batch() + 1 && plan.hasBatchNorm();
      int to = last ? rows.length : from + row.batch();
      batches.add(Arrays.copyOfRange(rows, from, to));
      from = to;
    }
    return batches;
  }

  /** Rows that no step has together: from the end of the table back, as many as fit. */
  int[] otherRows() {
    int count = Math.min(feed.largestBatch(), data.samples());
    return IntStream.range(0, count).map(i -> data.samples() - 1 - i).toArray();
  }

  /** A step, batch after batch. */
  ReferenceStep training(State state, long step) {
    List<ReferencePass> passes = new ArrayList<>();
    int firstRow = 0;
    for (int[] rows : batches(step)) {
      passes.add(training(state, rows, step, firstRow));
      firstRow += rows.length;
    }
    return new ReferenceStep(passes);
  }

  /** These rows as the only batch of a step. */
  ReferenceStep batch(State state, int[] rows, long step) {
    return new ReferenceStep(List.of(training(state, rows, step, 0)));
  }

  ReferencePass training(State state, int[] rows, long step, int firstRow) {
    List<boolean[]> dropped = new ArrayList<>();
    for (ReferenceLayer layer : layers) {
      float probability = (float) layer.dropout();
      int block = dropped.size();
      dropped.add(
          probability == 0
              ? null
              : Masks.dropped(
                  feed.seed(), block, step, firstRow, rows.length, layer.outputs(), probability));
    }
    return ReferencePass.training(
        layers,
        tensors(state),
        x(rows),
        loss(rows),
        dropped,
        row.update().weightDecay(),
        row.update().l1());
  }

  ReferencePass use(State state, int[] rows, Session.Weights weights) {
    Map<String, double[]> tensors = tensors(state);
    if (weights == Session.Weights.EMA) {
      double seen = tensors.get("ema.weight")[0];
      for (Tensor tensor : plan.tensors(Role.WEIGHT)) {
        double[] average = tensors.get(tensor.name() + ".ema");
        tensors.put(tensor.name(), Arrays.stream(average).map(e -> e / seen).toArray());
      }
    }
    return ReferencePass.use(layers, tensors, x(rows), loss(rows));
  }

  /**
   * What the reference makes of a state and a gradient: every persistent tensor, by name.
   *
   * @param shift what to add to every slope of a tensor, to see what an error there would do
   */
  Map<String, double[]> updated(
      State state, ReferenceStep pass, long step, ToDoubleFunction<String> shift) {
    Map<String, double[]> tensors = tensors(state);
    Map<String, double[]> gradient = pass.slopes();
    gradient.replaceAll((name, slopes) -> {
      double error = shift.applyAsDouble(name);
      return Arrays.stream(slopes).map(d -> d + error).toArray();
    });
    if (row.update().clip() > 0) {
      ReferenceUpdate.clip(gradient, row.update().clip());
    }
    for (Tensor tensor : plan.tensors(Role.WEIGHT)) {
      double[] w = tensors.get(tensor.name());
      double[] g = gradient.get(tensor.name());
      if (!isFrozen(tensor)) {
        ReferenceRule.move(
            row.update().rule(), tensor.name(), w, g, tensors, feed.rate(step), step + 1);
      }
      if (row.update().ema() > 0) {
        ReferenceUpdate.average(
            tensors.get(tensor.name() + ".ema"), w, row.update().ema());
      }
    }
    if (row.update().ema() > 0) {
      ReferenceUpdate.average(
          tensors.get("ema.weight"), new double[] {1}, row.update().ema());
    }
    tensors.putAll(pass.statistics());
    return tensors;
  }

  /** Whether a tensor is one that a frozen block keeps. */
  boolean isFrozen(Tensor tensor) {
    return (tensor.role() == Role.WEIGHT || tensor.role() == Role.SLOT)
        && row.freeze().stream().anyMatch(block -> tensor.name().startsWith(block + "."));
  }

  /** Every persistent tensor by name, in double. */
  Map<String, double[]> tensors(State state) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (Tensor tensor : plan.tensors()) {
      double[] values = new double[tensor.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = state.values()[tensor.offset() + i];
      }
      tensors.put(tensor.name(), values);
    }
    return tensors;
  }

  /** The part of a flat array in canonical order that is this tensor's. */
  static float[] part(float[] flat, Tensor tensor) {
    return Arrays.copyOfRange(flat, tensor.offset(), tensor.end());
  }

  private double[] x(int[] rows) {
    int columns = data.features().columns();
    double scale = data.features().scale();
    double shift = data.features().shift();
    double[] x = new double[rows.length * columns];
    for (int i = 0; i < x.length; i++) {
      int at = rows[i / columns] * columns + i % columns;
      double stored = data.features() instanceof Features.Bytes bytes
          ? bytes.values()[at] & 0xFF
          : ((Features.Floats) data.features()).values()[at];
      x[i] = stored * scale + shift;
    }
    return x;
  }

  int[] labels(int[] rows) {
    int[] labels = ((Targets.Labels) data.targets()).values();
    return Arrays.stream(rows).map(r -> labels[r]).toArray();
  }

  private ReferenceLoss loss(int[] rows) {
    Loss loss = row.network().loss();
    if (loss instanceof SoftmaxCrossEntropy softmax) {
      return ReferenceLoss.softmax(
          labels(rows),
          row.network().outputs(),
          softmax.smoothing(),
          doubles(softmax.classWeights()));
    }
    ElementLoss elements = (ElementLoss) loss;
    List<Float> weights = elements.termWeights();
    return weights.isEmpty()
        ? unweighted(elements.text(), rows)
        : unweighted(Call.nameOf(elements.text()), rows).weighted(doubles(weights));
  }

  private static double[] doubles(List<Float> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }

  private ReferenceLoss unweighted(String kind, int[] rows) {
    int outputs = row.network().outputs();
    if (!(data.targets() instanceof Targets.Values numbers)) {
      return ReferenceLoss.onLabels(kind, labels(rows), outputs);
    }
    double[] wanted = new double[rows.length * outputs];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = numbers.values()[rows[i / outputs] * outputs + i % outputs];
    }
    return new ReferenceLoss(kind, wanted, outputs, null);
  }

  /** For messages: which case at which step. */
  String at(long step) {
    return "case '" + row + "' (tolerance for " + row.reason() + "), step " + step;
  }
}
