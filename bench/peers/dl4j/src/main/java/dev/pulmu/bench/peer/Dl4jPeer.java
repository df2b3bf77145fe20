package dev.pulmu.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Properties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains Deeplearning4j's {@code MultiLayerNetwork} by its {@code fit}, a batch a call. Batches are
 * gathered in Java and laid into the same two arrays again and again: that spares DL4J the
 * allocations and is faster than its own iterators.
 */
final class Dl4jPeer implements Peer {
  private final Task task;
  private final Folder folder;
  private final MultiLayerNetwork network;
  private final Batch batch;
  private final float[] oneHot;
  private final INDArray features;
  private final INDArray labels;

  private Dl4jPeer(Folder folder) {
    this.folder = folder;
    task = folder.task();
    batch = new Batch(folder);
    oneHot = new float[task.batch() * task.outputs()];
    features = Nd4j.create(task.batch(), task.inputs());
    labels = Nd4j.create(task.batch(), task.outputs());
    network = network();
  }

  public static void main(String[] arguments) throws IOException {
    PeerProcess.run(
        "DL4J",
        "Adam with epsilon hat; right answers are not counted, fit does not show them",
        arguments,
        Dl4jPeer::new);
  }

  private MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().updater(updater(task.optimizer())).list();
    task.layers().forEach(layer -> add(layer, layers));
    MultiLayerNetwork built = new MultiLayerNetwork(layers.build());
    built.init();
    int index = 0;
    for (Task.Layer layer : task.layers()) {
      set(built, index + "_W", layer.name() + ".w");
      if (layer.batchNorm()) {
        set(built, index + 1 + "_gamma", layer.name() + ".gamma");
        set(built, index + 1 + "_beta", layer.name() + ".beta");
        index += 3;
      } else {
        set(built, index + "_b", layer.name() + ".b");
        index++;
      }
    }
    return built;
  }

  private void add(Task.Layer layer, NeuralNetConfiguration.ListBuilder layers) {
    if (!layer.hidden()) {
      layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
          .activation(Activation.SOFTMAX)
          .nIn(layer.inputs())
          .nOut(layer.outputs())
          .build());
      return;
    }
    layers.layer(new DenseLayer.Builder()
        .nIn(layer.inputs())
        .nOut(layer.outputs())
        .hasBias(!layer.batchNorm())
        .activation(layer.batchNorm() ? Activation.IDENTITY : Activation.RELU)
        .build());
    if (layer.batchNorm()) {
      layers.layer(new BatchNormalization.Builder()
          .nIn(layer.outputs())
          .nOut(layer.outputs())
          .eps(task.batchNormEpsilon())
          .decay(task.batchNormMomentum())
          .build());
      layers.layer(new ActivationLayer.Builder().activation(Activation.RELU).build());
    }
  }

  private static IUpdater updater(Task.Rule rule) {
    return rule.isAdam()
        ? new Adam(rule.rate(), rule.beta1(), rule.beta2(), rule.epsilon())
        : new Sgd(rule.rate());
  }

  private void set(MultiLayerNetwork built, String parameter, String tensor) {
    INDArray array = built.getParam(parameter);
    array.assign(Nd4j.createFromArray(folder.weights(tensor)).reshape('c', array.shape()));
  }

  @Override
  public String version() {
    Properties pom = new Properties();
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(
        "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
      pom.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pom.getProperty("version");
  }

  @Override
  public double step(int step) {
    batch.gather(step);
    Arrays.fill(oneHot, 0);
    for (int i = 0; i < task.batch(); i++) {
      oneHot[i * task.outputs() + (int) batch.labels()[i]] = 1;
    }
    features.data().asNioFloat().put(batch.features());
    labels.data().asNioFloat().put(oneHot);
    network.fit(features, labels);
    return network.score();
  }

  @Override
  public OptionalLong right() {
    return OptionalLong.empty();
  }
}
