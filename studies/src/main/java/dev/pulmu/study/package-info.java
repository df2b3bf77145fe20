/**
 * Experiments that are judged. In come a backend, a data set, seeds; out comes, for each
 * expectation, whether the results agree with it. A {@code Study} says what it expects before it is
 * run.
 */
package dev.pulmu.study;
