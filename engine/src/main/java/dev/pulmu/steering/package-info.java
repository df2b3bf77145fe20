/**
 * Decisions about a run: in come the results of its epochs, out goes which is the best, or that it
 * is time to end.
 */
package dev.pulmu.steering;
