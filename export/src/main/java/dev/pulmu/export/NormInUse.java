package dev.pulmu.export;

import dev.pulmu.layout.Block.Norm;
import dev.pulmu.layout.State;

/**
 * The numbers of a batch norm in use, (O) each: y = γ (x − mean) / √(variance + ε) + β.
 *
 * @param mean of all that training saw: its start is out of it
 * @param variance likewise; that of mean 0 and variance 1 before any training
 */
record NormInUse(float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon) {
  static NormInUse of(Norm norm, State state) {
    float[] mean = state.tensor(norm.runningMean()).values();
    float[] variance = state.tensor(norm.runningVariance()).values();
    float seen = state.tensor(norm.runningWeight()).values()[0];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = seen > 0 ? mean[i] / seen : 0;
      variance[i] = seen > 0 ? variance[i] / seen : 1;
    }
    return new NormInUse(
        state.tensor(norm.gamma()).values(),
        state.tensor(norm.beta()).values(),
        mean,
        variance,
        norm.batchNorm().epsilon());
  }

  /** What it multiplies a column by. */
  double scale(int column) {
    return gamma[column] / Math.sqrt((double) variance[column] + epsilon);
  }

  /** What it adds to a column that it has multiplied. */
  double shift(int column) {
    return beta[column] - mean[column] * scale(column);
  }
}
