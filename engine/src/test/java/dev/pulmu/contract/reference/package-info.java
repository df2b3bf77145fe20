/**
 * A network in plain double loops, the slow twin of every backend. In come sizes, flags and arrays
 * by name; out come losses, gradients, statistics and moved weights. It imports nothing of the
 * engine, so that no mistake can be in both.
 */
package dev.pulmu.contract.reference;
