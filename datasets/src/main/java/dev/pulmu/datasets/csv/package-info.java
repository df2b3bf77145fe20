/**
 * Text files of tables: in come bytes in whatever way people and programs write tables, out come
 * rows of cells, each a number or a word. Nothing is known here of what the columns mean.
 */
package dev.pulmu.datasets.csv;
