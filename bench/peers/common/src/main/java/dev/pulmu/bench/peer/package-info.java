/**
 * Other libraries as participants of {@code bench}, each in a process of its own.
 *
 * <p>In comes a folder: the task, the data, the order of the samples and the initial weights, the
 * same for all. Out goes one line of JSON, the last on standard output: the losses of the first
 * steps, by which the difference tells whether all trained the same network, and how long a step took.
 * This package is in several jars that never share a class path.
 */
package dev.pulmu.bench.peer;
