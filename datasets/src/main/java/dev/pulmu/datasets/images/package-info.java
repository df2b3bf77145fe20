/**
 * Pictures in folders, one a class: in comes a directory, out goes a data set of bytes whose rows
 * have one shape.
 */
package dev.pulmu.datasets.images;
