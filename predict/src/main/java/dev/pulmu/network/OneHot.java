package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.datasets.Targets.Values;
import java.util.Locale;

/** Turns targets into wanted outputs, t(N,O): a 1 at the label, or the numbers as they are. */
final class OneHot {
  private OneHot() {}

  static void checkOutputs(Targets targets, int outputs) {
    if (targets.outputs() != outputs) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the network has %d outputs, the data set has %d %s; make them equal",
          outputs,
          targets.outputs(),
          targets.match(labels -> "classes", values -> "targets")));
    }
  }

  static float[] of(Targets targets) {
    return targets.match(OneHot::of, Values::values);
  }

  private static float[] of(Labels labels) {
    float[] wanted = new float[Math.multiplyExact(labels.samples(), labels.classes())];
    for (int row = 0; row < labels.samples(); row++) {
      wanted[row * labels.classes() + labels.values()[row]] = 1;
    }
    return wanted;
  }
}
