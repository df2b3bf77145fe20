package dev.pulmu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.bench.process.ProcessException;
import dev.pulmu.bench.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurements of one process.
 *
 * @param version of the library
 * @param firstStepSeconds from the start of the process to the end of its first step
 * @param losses mean losses of pieces of {@link Task#CURVE_PIECE} steps, from the initial weights
 * @param microsPerStep the mean of each sample, in microseconds
 * @param note what else is to be said; may be empty
 * @param percentStolen of the processors' time, by other virtual machines while it ran; NaN if the
 *     system does not count it
 */
record Measurement(
    String version,
    double firstStepSeconds,
    List<Double> losses,
    List<Double> microsPerStep,
    String note,
    double percentStolen) {
  Measurement {
    losses = List.copyOf(losses);
    microsPerStep = List.copyOf(microsPerStep);
  }

  /**
   * Reads what a process answered.
   *
   * @throws ProcessException if it cannot take part here, or numbers are not there
   */
  static Measurement of(JsonNode reply, double percentStolen) {
    if (reply.hasNonNull("missing")) {
      throw ProcessException.missing(reply.get("missing").asText());
    }
    Measurement measurement = new Measurement(
        reply.path("version").asText(),
        reply.path("firstStepSeconds").asDouble(Double.NaN),
        numbers(reply.path("losses")),
        numbers(reply.path("microsPerStep")),
        reply.path("note").asText(""),
        percentStolen);
    boolean timed = measurement.microsPerStep.stream()
        .allMatch(micros -> micros > 0 && Double.isFinite(micros));
    if (measurement.losses.isEmpty() || measurement.microsPerStep.isEmpty() || !timed) {
      throw new ProcessException("its answer wants losses, and microsPerStep above 0; it has "
          + reply.get("losses") + " and " + reply.get("microsPerStep"));
    }
    return measurement;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : array) {
      numbers.add(number.asDouble(Double.NaN));
    }
    return numbers;
  }
}
