package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.text.Call;
import java.util.List;

/** What training makes smaller: a mean over the batch. */
public sealed interface Loss {
  /**
   * Checks that targets are for this loss and this many outputs.
   *
   * @param outputs what the network puts out
   * @throws IllegalArgumentException saying what does not fit
   */
  void check(Targets targets, int outputs);

  /**
   * The wanted outputs of every sample, row by row: t(N,O). The targets must pass {@link #check}.
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
    public void check(Targets targets, int outputs) {
      if (!(targets instanceof Labels)) {
        throw new IllegalArgumentException(
            "softmax cross-entropy wants class labels, the data set has numbers as targets");
      }
      if (targets.outputs() != outputs) {
        throw new IllegalArgumentException(
            "the network has %d outputs, the data set has %d classes; make them equal"
                .formatted(outputs, targets.outputs()));
      }
    }

    @Override
    public float[] targets(Targets targets, int outputs) {
      check(targets, outputs);
      Labels labels = (Labels) targets;
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
