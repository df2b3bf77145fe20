package dev.pulmu.study;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A result that a study is expected to show; the means over the seeds decide. */
public sealed interface Expectation {
  /** Where the expectation comes from: a book's figure, a measurement elsewhere, theory. */
  String source();

  /** Whether it is about MNIST, and left out on any other data set. */
  boolean ofMnist();

  /**
   * A quantity that is expected between two values, bounds included.
   *
   * @param expected the value that the source gives; NaN where it only says where it lies
   */
  record Band(
      String quantity, double expected, double low, double high, String source, boolean ofMnist)
      implements Expectation {
    public Band {
      if (!(low <= high) || expected < low || expected > high) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "a band wants low ≤ expected ≤ high, '%s' has %s, %s, %s",
            quantity,
            low,
            expected,
            high));
      }
    }

    @Override
    public <R> R match(Function<Band, R> band, Function<Order, R> order) {
      return band.apply(this);
    }

    @Override
    public Band onMnist() {
      return new Band(quantity, expected, low, high, source, true);
    }
  }

  /**
   * Quantities that are expected to ascend strictly, in this order.
   *
   * @param quantities at least two
   */
  record Order(List<String> quantities, String source, boolean ofMnist) implements Expectation {
    public Order {
      quantities = List.copyOf(quantities);
      if (quantities.size() < 2) {
        throw new IllegalArgumentException("an order wants two quantities, came " + quantities);
      }
    }

    @Override
    public <R> R match(Function<Band, R> band, Function<Order, R> order) {
      return order.apply(this);
    }

    @Override
    public Order onMnist() {
      return new Order(quantities, source, true);
    }
  }

  /** Calls the function for expectations of this kind and returns its result. */
  <R> R match(Function<Band, R> band, Function<Order, R> order);

  /** This expectation, for MNIST only: for numbers that another data set need not repeat. */
  Expectation onMnist();

  static Expectation near(String quantity, double expected, double tolerance, String source) {
    return new Band(quantity, expected, expected - tolerance, expected + tolerance, source, false);
  }

  /** An expected value, and how far from it a result may be. */
  static Expectation about(
      String quantity, double expected, double low, double high, String source) {
    return new Band(quantity, expected, low, high, source, false);
  }

  static Expectation between(String quantity, double low, double high, String source) {
    return new Band(quantity, Double.NaN, low, high, source, false);
  }

  static Expectation atLeast(String quantity, double low, String source) {
    return between(quantity, low, Double.POSITIVE_INFINITY, source);
  }

  static Expectation atMost(String quantity, double high, String source) {
    return between(quantity, Double.NEGATIVE_INFINITY, high, source);
  }

  static Expectation ascending(String source, String... quantities) {
    return new Order(List.of(quantities), source, false);
  }
}
