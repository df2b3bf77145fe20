/**
 * Tables whose numbers are used as they are: in come {@code train.csv} and {@code test.csv}, read
 * by DataVec, out goes a data set. What was stored by versions without recipes reads its tables so.
 */
package dev.pulmu.datasets.folder;
