package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.text.Call;
import java.util.List;

/** What training makes smaller: a mean over the batch. */
public sealed interface Loss {
  /**
   * The wanted outputs of every sample, row by row: t(N,O).
   *
   * @param outputs O, what the network puts out
   * @throws IllegalArgumentException if these targets are not for this loss or this many outputs
   */
  float[] targets(Targets targets, int outputs);

  String text();

  static Loss parse(String text) {
    Call call = Call.parse(text);
    if (!call.name().equals("softmax-cross-entropy")) {
      throw Call.unknown("loss", call.name(), List.of("softmax-cross-entropy"));
    }
    call.end();
    return new SoftmaxCrossEntropy();
  }

  /**
   * −Σ t log softmax(logits), through log-sum-exp; gradient of the logits (softmax − t) / B. For
   * class labels; t is 1 at the label and 0 elsewhere.
   */
  record SoftmaxCrossEntropy() implements Loss {
    @Override
    public float[] targets(Targets targets, int outputs) {
      if (!(targets instanceof Labels labels)) {
        throw new IllegalArgumentException(
            "softmax cross-entropy wants class labels, the data set has numbers as targets");
      }
      if (labels.classes() != outputs) {
        throw new IllegalArgumentException("the network has " + outputs
            + " outputs, the data set has " + labels.classes() + " classes; make them equal");
      }
      float[] wanted = new float[labels.values().length * outputs];
      for (int row = 0; row < labels.values().length; row++) {
        wanted[row * outputs + labels.values()[row]] = 1;
      }
      return wanted;
    }

    @Override
    public String text() {
      return "softmax-cross-entropy";
    }
  }
}
