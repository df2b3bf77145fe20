/**
 * The interface through which plans run. In come a plan, a data set, a feed of batches, a state;
 * out come sums, evaluations, activations, a new state. Every backend gives the same answers
 * through the same few methods, and passes the same tests, the backend contract.
 */
package dev.pulmu.backend;
