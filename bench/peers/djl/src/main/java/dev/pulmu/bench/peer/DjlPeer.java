package dev.pulmu.bench.peer;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Trains by Deep Java Library on its PyTorch engine: its blocks, its {@code Trainer}, and the loop
 * of its {@code EasyTrain}. Batches are gathered in Java, into memory that the batch's array lies
 * on: its own indexing of bytes takes three times as long.
 */
final class DjlPeer implements Peer {
  private final Task task;
  private final Folder folder;
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Batch batch;
  private final ByteBuffer memory;
  private final Trainer trainer;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private long right;

  private DjlPeer(Folder folder) {
    this.folder = folder;
    task = folder.task();
    batch = new Batch(folder);
    memory = ByteBuffer.allocateDirect(Float.BYTES * batch.features().length)
        .order(ByteOrder.nativeOrder());
    trainer = trainer();
  }

  public static void main(String[] arguments) throws IOException {
    // Natives come from the class path, and nobody is told of it
    System.setProperty("ai.djl.offline", "true");
    PeerProcess.run("DJL", "PyTorch engine; Adam with epsilon hat", arguments, DjlPeer::build);
  }

  private static DjlPeer build(Folder folder) {
    System.setProperty(
        "ai.djl.pytorch.num_threads", Integer.toString(folder.task().threads()));
    return new DjlPeer(folder);
  }

  private Trainer trainer() {
    SequentialBlock network = new SequentialBlock();
    task.layers().forEach(layer -> add(layer, network));
    Model model = Model.newInstance("peer", Device.cpu());
    model.setBlock(network);
    Trainer made = model.newTrainer(new DefaultTrainingConfig(loss)
        .optDevices(new Device[] {Device.cpu()})
        .optOptimizer(optimizer(task.optimizer())));
    made.initialize(new Shape(task.batch(), task.inputs()));
    return made;
  }

  private void add(Task.Layer layer, SequentialBlock network) {
    Linear dense =
        Linear.builder().setUnits(layer.outputs()).optBias(!layer.batchNorm()).build();
    network.add(dense);
    NDArray w = manager
        .create(folder.weights(layer.name() + ".w"), new Shape(layer.inputs(), layer.outputs()))
        .transpose();
    set(dense, "weight", w);
    if (layer.batchNorm()) {
      BatchNorm norm = BatchNorm.builder()
          .optEpsilon((float) task.batchNormEpsilon())
          .optMomentum((float) task.batchNormMomentum())
          .build();
      network.add(norm);
      set(norm, "gamma", manager.create(folder.weights(layer.name() + ".gamma")));
      set(norm, "beta", manager.create(folder.weights(layer.name() + ".beta")));
    } else {
      set(dense, "bias", manager.create(folder.weights(layer.name() + ".b")));
    }
    if (layer.hidden()) {
      network.add(Activation.reluBlock());
    }
  }

  private static void set(Block block, String parameter, NDArray values) {
    float[] array = values.toFloatArray();
    block
        .getParameters()
        .get(parameter)
        .setInitializer((in, shape, type) -> in.create(array, shape));
  }

  private static Optimizer optimizer(Task.Rule rule) {
    Tracker rate = Tracker.fixed((float) rule.rate());
    return rule.isAdam()
        ? Optimizer.adam()
            .optLearningRateTracker(rate)
            .optBeta1((float) rule.beta1())
            .optBeta2((float) rule.beta2())
            .optEpsilon((float) rule.epsilon())
            .build()
        : Optimizer.sgd().setLearningRateTracker(rate).build();
  }

  @Override
  public String version() {
    return Engine.getDjlVersion() + " (libtorch " + Engine.getInstance().getVersion() + ")";
  }

  @Override
  public double step(int step) {
    batch.gather(step);
    memory.asFloatBuffer().put(batch.features());
    try (NDManager of = trainer.getManager().newSubManager()) {
      NDArray x = of.create(memory, new Shape(task.batch(), task.inputs()), DataType.FLOAT32);
      NDList y = new NDList(of.create(batch.labels()));
      NDArray logits;
      NDArray mean;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList answers = trainer.forward(new NDList(x), y);
        logits = answers.singletonOrThrow();
        mean = loss.evaluate(y, answers);
        collector.backward(mean);
      }
      trainer.step();
      right += logits.argMax(1).eq(y.singletonOrThrow()).sum().toLongArray()[0];
      return mean.getFloat();
    }
  }

  @Override
  public OptionalLong right() {
    return OptionalLong.of(right);
  }
}
