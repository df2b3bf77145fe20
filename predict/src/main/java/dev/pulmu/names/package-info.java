/**
 * Names that people type: in come an unknown name and the known ones, out goes the one that was
 * probably meant.
 */
package dev.pulmu.names;
