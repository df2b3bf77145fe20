/**
 * JSON as Jackson has it, for reports, checkpoints and searches: in come bytes, out go trees that
 * were read strictly, and their fields by key. What prediction needs reads with
 * {@link dev.pulmu.files.Fields} instead, so that it needs no Jackson.
 */
package dev.pulmu.json;
