/**
 * Images in IDX files, the format of MNIST: in come four files, of which nothing is trusted before
 * it is checked, out goes a data set of bytes.
 */
package dev.pulmu.datasets.idx;
