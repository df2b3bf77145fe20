/**
 * What everyone who takes part in a benchmark has to do: in comes a workload, out goes a folder
 * with the same network, weights, rows and batches for all, which a process reads and times.
 */
package dev.pulmu.bench.task;
