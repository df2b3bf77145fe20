/**
 * The chapter's experiments. In comes the name of a study, a backend, a data set and seeds; out
 * come figures, series, and for each thing that was expected whether it came. A {@code Study} says
 * what it expects before it is run.
 */
package dev.pulmu.study;
