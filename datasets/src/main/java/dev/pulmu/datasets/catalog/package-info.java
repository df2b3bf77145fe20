/**
 * The data sets that are known by name: in comes a name, out goes a data set. To add one, list it
 * in {@link dev.pulmu.datasets.catalog.Datasets}: four IDX files like MNIST's are one entry there,
 * anything else is a source of its own.
 */
package dev.pulmu.datasets.catalog;
