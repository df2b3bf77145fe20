/**
 * Where data sets may be: in comes what a user said of places, out go the folders to look in, for
 * everything that is a {@code DatasetSource}.
 */
package dev.pulmu.datasets.lookup;
