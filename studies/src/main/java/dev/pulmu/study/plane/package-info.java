/**
 * The studies of optimizers on functions of the plane: in come an objective, a rule, a start; out
 * comes the path that it takes, drawn over the function.
 */
package dev.pulmu.study.plane;
