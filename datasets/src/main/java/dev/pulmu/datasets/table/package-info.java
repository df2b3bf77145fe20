/** Tables that users bring: in come text files, out goes a data set whose columns have names. */
package dev.pulmu.datasets.table;
