/**
 * Data sets: in come IDX files or any ND4J iterator, out goes a {@link dev.pulmu.datasets.Dataset},
 * whose every number has been checked.
 */
package dev.pulmu.datasets;
