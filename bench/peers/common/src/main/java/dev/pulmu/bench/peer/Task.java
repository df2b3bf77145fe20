package dev.pulmu.bench.peer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code task.json}: dense layers with ReLU between them, softmax and mean cross-entropy at the
 * end, trained by one optimizer, and how to measure it.
 *
 * @param inputs features of a sample
 * @param hidden outputs of each hidden layer
 * @param batchNorm whether hidden layers have batch norm in the place of a bias
 * @param outputs classes
 * @param batch samples of a step
 * @param batchNormMomentum the share of the running statistics that a step keeps
 * @param scale a feature is {@code byte * scale + shift}
 * @param shift see {@code scale}
 * @param rows samples in the folder
 * @param stepsPerEpoch after so many steps the order begins anew
 * @param curveSteps steps whose losses are reported
 * @param samples how often to measure
 * @param sampleSeconds a sample ends after this time at the latest, but not before one step
 * @param sampleSteps a sample ends after so many steps at the latest
 * @param warmUpSeconds the least time between the first step and the samples
 * @param threads that the library may use
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Task(
    int inputs,
    List<Integer> hidden,
    boolean batchNorm,
    int outputs,
    int batch,
    Rule optimizer,
    double batchNormEpsilon,
    double batchNormMomentum,
    double scale,
    double shift,
    int rows,
    int stepsPerEpoch,
    int curveSteps,
    int samples,
    double sampleSeconds,
    int sampleSteps,
    double warmUpSeconds,
    int threads) {

  /**
   * An optimizer.
   *
   * @param name {@code sgd} or {@code adam}; only the latter has the last three
   */
  record Rule(String name, double rate, double beta1, double beta2, double epsilon) {
    /** Whether this is Adam; if not, it is SGD. */
    boolean isAdam() {
      return switch (name) {
        case "adam" -> true;
        case "sgd" -> false;
        default ->
          throw new IllegalArgumentException("unknown optimizer '" + name + "'; known: adam, sgd");
      };
    }
  }

  /** From the first layer to the last. */
  List<Layer> layers() {
    List<Integer> widths = Stream.of(Stream.of(inputs), hidden.stream(), Stream.of(outputs))
        .flatMap(width -> width)
        .toList();
    return IntStream.range(0, hidden.size() + 1)
        .mapToObj(i -> new Layer(
            "dense" + (i + 1),
            widths.get(i),
            widths.get(i + 1),
            i < hidden.size(),
            batchNorm && i < hidden.size()))
        .toList();
  }

  /**
   * A dense layer with what follows it.
   *
   * @param name before the dot in the names of its tensors: {@code dense1.w} (inputs, outputs),
   *     then {@code dense1.b}, or with batch norm {@code dense1.gamma} and {@code dense1.beta}
   * @param hidden whether ReLU follows
   * @param batchNorm whether batch norm comes before it
   */
  record Layer(String name, int inputs, int outputs, boolean hidden, boolean batchNorm) {}
}
