package dev.pulmu.steering;

import dev.pulmu.datasets.Split;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Ends a run when a metric has not become better for a while (Prechelt 1998), and says which epoch
 * was the best. A function of the epochs so far, so that a run which is resumed goes on as if it
 * had never stopped.
 *
 * @param patience how many epochs may pass without a better one, at least 1
 * @param metric what is watched; not of the test rows
 * @param change by how much it must be better to count, at least 0
 */
public record EarlyStopping(int patience, Metric metric, double change) {
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "patience wants a whole number of epochs of at least 1, came " + patience);
    }
    if (metric.split() == Split.TEST) {
      throw new IllegalArgumentException("patience wants a metric of training or validation rows,"
          + " came " + metric.text() + ": who picks by the test rows has trained on them");
    }
    if (!(change >= 0) || Double.isInfinite(change)) {
      throw new IllegalArgumentException(
          "patience wants a change of at least 0, came " + Numbers.text(change));
    }
  }

  /**
   * Reads {@code patience(5, metric=validationLoss, change=0.001)}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  public static EarlyStopping parse(String text) {
    Call call = Call.parse(text);
    if (!call.name().equals("patience")) {
      throw Names.unknown("early stopping", call.name(), List.of("patience"));
    }
    String epochs = call.first("epochs", "5");
    EarlyStopping stopping = new EarlyStopping(
        (int) Numbers.whole("patience", epochs, Integer.MIN_VALUE, Integer.MAX_VALUE),
        Metric.parse(call.text("metric", Metric.VALIDATION_LOSS.text())),
        call.real("change", 0));
    call.end();
    return stopping;
  }

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "patience(%d, metric=%s, change=%s)",
        patience,
        metric.text(),
        Numbers.text(change));
  }

  /** The number of the best epoch, from 1; the first of equals, 0 if there is none. */
  public int best(List<Epoch> epochs) {
    int best = 0;
    double value = 0;
    for (Epoch epoch : epochs) {
      OptionalDouble came = metric.of(epoch);
      if (came.isPresent() && (best == 0 || metric.isBetter(came.getAsDouble(), value, change))) {
        best = epoch.epoch();
        value = came.getAsDouble();
      }
    }
    return best;
  }

  /** Whether patience is at its end after these epochs. */
  public boolean isOver(List<Epoch> epochs) {
    return epochs.size() - best(epochs) >= patience;
  }
}
