/**
 * The arithmetic of networks on the CPU, by plain loops or the JDK's Vector API with the same bits.
 * In come matrices as panels and the places of parameters; out come products, sums, activations.
 */
package dev.pulmu.kernels;
