/**
 * The built-in data set: in comes a seed, out go images of digits, each drawn in another
 * handwriting; no files are needed.
 */
package dev.pulmu.datasets.digits;
