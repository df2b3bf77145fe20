package dev.pulmu.contract.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The batches of one step, each a pass from the same weights: the mean over all their rows, and
 * running statistics that take in one after the other.
 */
public final class ReferenceStep {
  private final List<ReferencePass> batches;
  private final Map<String, double[]> slopes = new LinkedHashMap<>();
  private final Map<String, Double> sizes = new LinkedHashMap<>();

  /** A step of these batches, in this order. */
  public ReferenceStep(List<ReferencePass> batches) {
    this.batches = batches;
    double rows = rows();
    for (ReferencePass batch : batches) {
      ReferenceGradient gradient = batch.gradient();
      double share = batch.rows / rows;
      gradient.slopes().forEach((name, part) -> {
        double[] whole = slopes.computeIfAbsent(name, n -> new double[part.length]);
        for (int i = 0; i < whole.length; i++) {
          whole[i] += share * part[i];
        }
        double squares = Math.pow(sizes.getOrDefault(name, 0.0), 2);
        sizes.put(name, Math.sqrt(squares + Math.pow(share * gradient.size(name), 2)));
      });
    }
  }

  /** How many rows all batches have. */
  public int rows() {
    return (int) sum(batch -> batch.rows);
  }

  /** Sum of the rows' losses. */
  public double lossSum() {
    return sum(ReferencePass::lossSum);
  }

  /** How many answers are right. */
  public int correct() {
    return (int) sum(ReferencePass::correct);
  }

  /**
   * How many rows have logits so near each other that rounding may change the answer.
   *
   * @param share what is near, as a share of a batch's largest logit
   */
  public int closeCalls(double share) {
    return (int) sum(batch -> {
      double largest = 0;
      for (double logit : batch.logits()) {
        largest = Math.max(largest, Math.abs(logit));
      }
      return batch.closeCalls(share * largest);
    });
  }

  /** How far the nearest element of any batch is from a kink of its activation. */
  public double distanceToKink() {
    return batches.stream().mapToDouble(ReferencePass::distanceToKink).min().orElseThrow();
  }

  /**
   * Slopes of the mean loss over all rows, plus penalty: batches count by their rows, and the
   * shares in which each has the penalty are 1 together.
   */
  public Map<String, double[]> slopes() {
    return new LinkedHashMap<>(slopes);
  }

  /** As {@link ReferenceGradient#size}. */
  public double size(String name) {
    return sizes.get(name);
  }

  /** The running statistics after the last batch. */
  public Map<String, double[]> statistics() {
    Map<String, double[]> statistics = batches.get(0).statistics();
    for (ReferencePass batch : batches.subList(1, batches.size())) {
      statistics = batch.statistics(statistics);
    }
    return statistics;
  }

  private double sum(ToDoubleFunction<ReferencePass> of) {
    return batches.stream().mapToDouble(of).sum();
  }
}
