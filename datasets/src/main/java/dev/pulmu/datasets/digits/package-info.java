/**
 * Digits that need no files: in comes a seed, out go images drawn by hands that all write
 * differently.
 */
package dev.pulmu.datasets.digits;
