/**
 * Tables that users bring: in come two CSV files, read by DataVec, out goes a data set whose
 * columns have names.
 */
package dev.pulmu.datasets.table;
