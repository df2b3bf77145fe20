/**
 * How good predictions are: in come these and the targets that were wanted, out go figures, each
 * equal to scikit-learn's of the same predictions. Sums are in double and in the order of the rows,
 * so that figures repeat to the bit. A figure that is not defined has no value, and is never NaN.
 */
package dev.pulmu.metrics;
