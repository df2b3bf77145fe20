/**
 * Benchmarks of training steps. In come workloads, a data set, the names of backends; out come
 * medians with their quartiles, as a table and as JSON. Every participant runs in processes of its
 * own, in turn, with the same initial weights and the same batches.
 */
package dev.pulmu.bench;
