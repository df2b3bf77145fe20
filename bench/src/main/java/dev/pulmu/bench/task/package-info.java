/**
 * The task that all participants of a benchmark get: in comes a workload, out goes a folder with
 * the same network, weights, rows and batches for all, which a process reads and times.
 */
package dev.pulmu.bench.task;
