/**
 * Names that people type: in comes one that nobody knows and those that there are, out goes the one
 * that was probably meant.
 */
package dev.pulmu.names;
