/**
 * When a run is good enough: in comes what epochs came to, out goes which is the best, or that it
 * is time to end.
 */
package dev.pulmu.steering;
