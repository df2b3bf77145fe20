/**
 * Descent on a function of many variables: in come an {@code Objective}, a point and a direction,
 * out goes a lower point, found by a line search.
 */
package dev.pulmu.descent;
