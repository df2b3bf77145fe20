/**
 * Learning rates: in comes a place in a run, out goes the rate there. A schedule is a value, and
 * reads and prints as text: {@code warmup(500) then cosine(0.1)}.
 */
package dev.pulmu.schedule;
