/**
 * Data sets as values: in come tables of features and targets, out goes a
 * {@link dev.pulmu.datasets.Dataset}, which says which rows are to train on, to choose by, to judge
 * by.
 */
package dev.pulmu.datasets;
