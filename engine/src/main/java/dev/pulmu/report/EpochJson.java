package dev.pulmu.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.steering.Epoch;
import dev.pulmu.steering.Metric;
import java.util.OptionalDouble;

/**
 * Reads and writes epochs and evaluations as JSON: their keys and the order of these stand here.
 * There are two forms: the metrics, for readers of a report, and the sums behind them, from which a
 * run goes on.
 */
public final class EpochJson {
  private EpochJson() {}

  /** The metrics of an epoch. */
  static ObjectNode metrics(Epoch epoch) {
    ObjectNode json = Json.object().put("epoch", epoch.epoch());
    for (Metric metric : Metric.values()) {
      metric.of(epoch).ifPresent(value -> json.put(metric.text(), value));
      if (metric == Metric.TRAIN_LOSS) {
        putPenalty(json, epoch);
      }
    }
    return putPace(json, epoch);
  }

  /** Puts a test's loss, and its accuracy and confusion where it has these. */
  public static void putTest(ObjectNode json, Evaluation test) {
    json.put(Metric.TEST_LOSS.text(), test.loss());
    test.accuracy().ifPresent(accuracy -> json.put(Metric.TEST_ACCURACY.text(), accuracy));
    putConfusion(json, test);
  }

  /** An epoch with its sums, which {@link #read} reads back to an equal one. */
  public static ObjectNode sums(Epoch epoch) {
    ObjectNode json =
        Json.object().put("epoch", epoch.epoch()).put(Metric.TRAIN_LOSS.text(), epoch.trainLoss());
    putPenalty(json, epoch);
    epoch.trainAccuracy().ifPresent(accuracy -> json.put(Metric.TRAIN_ACCURACY.text(), accuracy));
    epoch.validation().ifPresent(validation -> json.set("validation", sums(validation)));
    epoch.test().ifPresent(test -> json.set("test", sums(test)));
    return putPace(json, epoch);
  }

  /**
   * Reads an epoch with its sums.
   *
   * @throws IllegalArgumentException naming the key that is missing or makes no sense
   */
  public static Epoch read(Fields epoch) {
    return new Epoch(
        epoch.count("epoch"),
        epoch.real(Metric.TRAIN_LOSS.text()),
        epoch.optionalReal("penalty"),
        epoch.optionalReal(Metric.TRAIN_ACCURACY.text()),
        epoch.optional("validation").map(EpochJson::evaluation),
        epoch.optional("test").map(EpochJson::evaluation),
        epoch.real("seconds"),
        epoch.real("samplesPerSecond"),
        learningRate(epoch));
  }

  /** The rate of an epoch's last step, in either form. */
  static OptionalDouble learningRate(Fields epoch) {
    return epoch.optionalReal("learningRate");
  }

  private static ObjectNode sums(Evaluation evaluation) {
    ObjectNode sums = Json.object()
        .put("lossSum", evaluation.lossSum())
        .put("correct", evaluation.correct())
        .put("samples", evaluation.samples());
    putConfusion(sums, evaluation);
    return sums;
  }

  private static Evaluation evaluation(Fields sums) {
    return new Evaluation(
        sums.real("lossSum"),
        sums.whole("correct"),
        sums.whole("samples"),
        sums.table("confusion"));
  }

  private static void putConfusion(ObjectNode json, Evaluation evaluation) {
    for (long[] label : evaluation.confusion()) {
      ArrayNode row = json.withArray("confusion").addArray();
      for (long count : label) {
        row.add(count);
      }
    }
  }

  private static void putPenalty(ObjectNode json, Epoch epoch) {
    epoch.penalty().ifPresent(penalty -> json.put("penalty", penalty));
  }

  private static ObjectNode putPace(ObjectNode json, Epoch epoch) {
    json.put("seconds", epoch.seconds()).put("samplesPerSecond", epoch.samplesPerSecond());
    epoch.learningRate().ifPresent(rate -> json.put("learningRate", rate));
    return json;
  }
}
