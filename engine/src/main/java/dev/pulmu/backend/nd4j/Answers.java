package dev.pulmu.backend.nd4j;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.network.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Says which answers are right, on the host: a batch's logits are few. */
final class Answers {
  private final boolean judges;
  private final Judge judge;
  private long correct;
  private int[] classes = {};

  /** Says whether the answer to a sample is right. */
  private interface Judge {
    boolean isRight(float[] logits, int sample, int row);
  }

  Answers(Targets targets, Loss loss) {
    this.judges = loss.judges(targets);
    this.judge = targets.match(
        labels -> (logits, sample, row) -> isTheClass(logits, sample, labels, row),
        values -> (logits, sample, row) -> allSignsRight(logits, sample, values, row));
  }

  /** Takes in logits(B,O) of the samples with these rows. */
  void add(INDArray logits, int[] rows) {
    if (!judges) {
      return;
    }
    classes = new int[rows.length];
    float[] values = logits.data().asFloat();
    for (int i = 0; i < rows.length; i++) {
      correct += judge.isRight(values, i, rows[i]) ? 1 : 0;
    }
  }

  /** How many were right; 0 where there is no right and wrong. */
  long correct() {
    return correct;
  }

  /** For class labels, those that the samples last taken in were given. */
  int[] classes() {
    return classes;
  }

  private boolean isTheClass(float[] logits, int sample, Labels wanted, int row) {
    classes[sample] = largest(logits, sample * wanted.classes(), wanted.classes());
    return classes[sample] == wanted.values()[row];
  }

  private static int largest(float[] values, int from, int count) {
    int answer = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + answer]) {
        answer = i;
      }
    }
    return answer;
  }

  private static boolean allSignsRight(float[] logits, int sample, Values wanted, int row) {
    int columns = wanted.columns();
    for (int i = 0; i < columns; i++) {
      if (logits[sample * columns + i] > 0 != wanted.values()[row * columns + i] > 0.5f) {
        return false;
      }
    }
    return true;
  }
}
