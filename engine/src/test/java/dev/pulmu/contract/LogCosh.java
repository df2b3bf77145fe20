package dev.pulmu.contract;

import dev.pulmu.network.ElementLoss;

/** A user's own loss, log cosh (x − t), as |d| + log(1 + exp(−2 |d|)) − log 2; slope tanh d. */
record LogCosh() implements ElementLoss {
  @Override
  public String text() {
    return "log-cosh";
  }

  @Override
  public Link link() {
    return Link.IDENTITY;
  }

  @Override
  public String device() {
    return """
        float d = x - t;
        term = fabsf(d) + log1pf(expf(-2.f * fabsf(d))) - logf(2.f);
        slope = tanhf(d);
        """;
  }

  @Override
  public double term(float x, float t) {
    double d = Math.abs(x - t);
    return d + StrictMath.log1p(StrictMath.exp(-2 * d)) - StrictMath.log(2);
  }

  @Override
  public float slope(float x, float t) {
    return (float) StrictMath.tanh(x - t);
  }
}
