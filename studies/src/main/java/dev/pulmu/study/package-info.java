/**
 * Experiments that are judged. In come a backend, a data set, seeds; out comes, for each thing that
 * was expected, whether it came. A {@code Study} says what it expects before it is run.
 */
package dev.pulmu.study;
