package dev.pulmu.steering;

import dev.pulmu.backend.Evaluation;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The results of one epoch.
 *
 * @param epoch its number, from 1
 * @param trainLoss mean loss of its training samples, each before the update of its step
 * @param penalty what L2 and L1 add to the loss after it, where one of them is asked for
 * @param trainAccuracy share of right answers among them, where there are right answers
 * @param validation after it; absent where no rows are held back
 * @param test after it; absent but where a run is to end by it
 * @param seconds that its training took, without validation
 * @param samplesPerSecond training rows in each of these seconds
 * @param learningRate of its last step, where the optimizer has one
 */
public record Epoch(
    int epoch,
    double trainLoss,
    OptionalDouble penalty,
    OptionalDouble trainAccuracy,
    Optional<Evaluation> validation,
    Optional<Evaluation> test,
    double seconds,
    double samplesPerSecond,
    OptionalDouble learningRate) {
  /**
   * The loss that a schedule watches: that of validation, or that of training where there is none.
   */
  public double watchedLoss() {
    return validation.map(Evaluation::loss).orElse(trainLoss);
  }
}
