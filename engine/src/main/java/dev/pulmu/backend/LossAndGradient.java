package dev.pulmu.backend;

/**
 * A value and its slope at the present weights.
 *
 * @param loss mean loss of the batch, without penalty
 * @param penalty ½ λ Σ w² over the decayed weights
 * @param gradient of loss + penalty, in canonical order: one number per parameter
 */
public record LossAndGradient(double loss, double penalty, float[] gradient) {}
