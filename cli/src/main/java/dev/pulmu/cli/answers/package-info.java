/** Answers for new rows: in come a model and rows of any number, out go lines of text. */
package dev.pulmu.cli.answers;
