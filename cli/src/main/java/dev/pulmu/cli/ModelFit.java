package dev.pulmu.cli;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.model.Model;
import java.util.List;
import java.util.Locale;

/** Whether a model can be tested on a data set. */
final class ModelFit {
  private ModelFit() {}

  /**
   * Checks that a model takes the features of a data set and gives its targets. Columns of tables
   * are compared by name, as in another order they would be numbers of another meaning.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  static void require(Model model, Dataset data) {
    if (model.table().isPresent() && data.table().isPresent()) {
      requireSame(
          "feature column",
          model.table().get().features(),
          data.table().get().features(),
          data.name());
      requireSame("class", model.classNames(), data.classNames(), data.name());
    }
    int inputs = model.network().inputs();
    int outputs = model.network().outputs();
    if (data.features().columns() != inputs || data.targets().outputs() != outputs) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the model wants %d inputs and %d outputs, data set '%s' has %d and %d",
          inputs,
          outputs,
          data.name(),
          data.features().columns(),
          data.targets().outputs()));
    }
    if (data.rows(Split.TEST).length == 0) {
      throw new IllegalArgumentException("data set '" + data.name() + "' has no test rows");
    }
  }

  private static void requireSame(
      String what, List<String> wanted, List<String> came, String data) {
    for (int i = 0; i < Math.max(wanted.size(), came.size()); i++) {
      String want = i < wanted.size() ? "'" + wanted.get(i) + "'" : "none";
      String have = i < came.size() ? "'" + came.get(i) + "'" : "none";
      if (!want.equals(have)) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "%s %d of the model is %s, of data set '%s' it is %s; test it on a table like the one that it learnt from",
            what,
            i + 1,
            want,
            data,
            have));
      }
    }
  }
}
