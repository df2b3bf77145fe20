/**
 * The batches of training, step by step: in come a plan, a data set, a number of epochs; out come
 * the rows of each batch beside the numbers that change with the step.
 */
package dev.pulmu.feed;
