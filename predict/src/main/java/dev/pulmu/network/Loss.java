package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * The function that training minimises: a mean over the batch. Reported without the penalty on
 * weights.
 */
public sealed interface Loss permits SoftmaxCrossEntropy, ElementLoss {
  /** The function that turns logits into answers. */
  enum Link {
    /** A row of shares that sum to 1, one a class. */
    SOFTMAX,
    /** A share of yes for each output, which answers a question of its own. */
    SIGMOID,
    /** The logits are the answers. */
    IDENTITY
  }

  /** Calls the visitor's method for losses of this family. */
  <R> R accept(LossVisitor<R> visitor);

  /** The function that turns logits into answers. */
  Link link();

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

  /**
   * Whether an answer can be right or wrong, and not only near or far: where there are class labels
   * the largest logit is the answer, where there are yes-or-no questions all signs of the logits.
   */
  default boolean judges(Targets targets) {
    return targets instanceof Labels || link() == Link.SIGMOID;
  }

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  String text();

  /**
   * Reads a loss: {@code softmax-cross-entropy(smoothing=0.1)}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static Loss parse(String text) {
    Call call = Call.parse(text);
    Loss loss = call.name().equals(SoftmaxCrossEntropy.NAME)
        ? SoftmaxCrossEntropy.read(call)
        : ElementLosses.read(call)
            .or(() -> Own.LOSSES.find(call))
            .orElseThrow(() -> Names.unknown("loss", call.name(), Own.LOSSES.names()));
    call.end();
    return loss;
  }

  /** The names of the losses that come with Pulmu. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(SoftmaxCrossEntropy.NAME));
    names.addAll(ElementLosses.names());
    return names;
  }
}
