/**
 * What becomes of the columns of a table: in come cells as people have them, out go the features
 * that a network gets, by what was learnt from training rows alone.
 */
package dev.pulmu.recipe;
