/**
 * Data sets as values: in come tables of features and targets, out goes a
 * {@link dev.pulmu.datasets.Dataset}, which says which rows are to train on, to validate on and to
 * test with.
 */
package dev.pulmu.datasets;
