/**
 * What runs a plan. In come a plan, a data set, a feed of batches and a state; out come sums,
 * evaluations, activations and a new state. Every backend gives the same answers through the same
 * few methods, and passes the same contract.
 */
package dev.pulmu.backend;
