package dev.pulmu.contract;

import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.Initialization;

/** A user's own activation, x / √(1 + x²), whose slope is (1 + x²) to the power of −3/2. */
record RootUnit() implements ElementFunction {
  @Override
  public String text() {
    return "root-unit";
  }

  @Override
  public Initialization initialization() {
    return new Initialization.Xavier();
  }

  @Override
  public String device() {
    return """
        float root = 1.f / sqrtf(1.f + x * x);
        y = x * root;
        slope = root * root * root;
        """;
  }

  @Override
  public float value(float x) {
    return (float) (x / Math.sqrt(1 + (double) x * x));
  }

  @Override
  public float slope(float x) {
    double root = 1 / Math.sqrt(1 + (double) x * x);
    return (float) (root * root * root);
  }
}
