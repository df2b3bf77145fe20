package dev.pulmu.model;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.recipe.TableColumns;
import java.util.List;
import java.util.Set;

/** Checks that a data set has the columns and classes that a model was trained on. */
final class ModelFit {
  private final String data;
  private final String advice;

  private ModelFit(Dataset data, String kind) {
    this.data = data.name();
    this.advice = "; give it " + kind + " like the one that it learnt from";
  }

  static void require(Model model, Dataset data) {
    if (model.table().isPresent() && data.table().isPresent()) {
      TableColumns wanted = model.table().get();
      TableColumns came = data.table().get();
      ModelFit fit = new ModelFit(data, "a table");
      fit.requireSame("feature column", wanted.features(), came.features());
      fit.requireSame("class", model.classNames(), data.classNames());
      fit.requireOrder(wanted.targets().names(), came.targets().names());
    }
    if (model.recipe().isPresent() && !model.recipe().equals(data.recipe())) {
      throw new IllegalArgumentException("the model takes columns of a table by its own recipe,"
          + " data set '" + data.name() + "' is encoded by another; give it the table as it is");
    }
    int inputs = model.network().inputs();
    int outputs = model.network().outputs();
    if (data.features().columns() != inputs || data.targets().outputs() != outputs) {
      throw new IllegalArgumentException("the model wants " + inputs + " inputs and " + outputs
          + " outputs, data set '" + data.name() + "' has " + data.features().columns() + " and "
          + data.targets().outputs());
    }
    if (areNumbers(model.classNames()) && areNumbers(data.classNames())) {
      new ModelFit(data, "a data set").requireSame("class", model.classNames(), data.classNames());
    }
  }

  /** Places among numbers are not the numbers: 1..5 has as many outputs as 0..4. */
  private static boolean areNumbers(List<String> names) {
    return names.stream().allMatch(name -> name.matches("\\d+"));
  }

  private void requireSame(String what, List<String> wanted, List<String> came) {
    for (int i = 0; i < Math.max(wanted.size(), came.size()); i++) {
      String want = i < wanted.size() ? "'" + wanted.get(i) + "'" : "none";
      String have = i < came.size() ? "'" + came.get(i) + "'" : "none";
      if (!want.equals(have)) {
        throw differs(what, i, want, have);
      }
    }
  }

  /** A target may have another name than it had; but one that the model knows has its own place. */
  private void requireOrder(List<String> wanted, List<String> came) {
    Set<String> known = Set.copyOf(wanted);
    for (int i = 0; i < Math.min(wanted.size(), came.size()); i++) {
      if (!wanted.get(i).equals(came.get(i)) && known.contains(came.get(i))) {
        throw differs("target column", i, "'" + wanted.get(i) + "'", "'" + came.get(i) + "'");
      }
    }
  }

  private IllegalArgumentException differs(String what, int place, String want, String have) {
    return new IllegalArgumentException(what + " " + (place + 1) + " of the model is " + want
        + ", of data set '" + data + "' it is " + have + advice);
  }
}
