/**
 * Optimizers, which move weights. In come gradients and the numbers of a step, out come new
 * weights; an optimizer is a value, its formula stands beside its name, and it reads and prints as
 * text: {@code adam(rate=0.001, beta2=0.99)}.
 */
package dev.pulmu.optimizer;
