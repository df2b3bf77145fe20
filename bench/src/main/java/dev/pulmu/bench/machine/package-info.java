/**
 * The machine and its limits: nothing comes in, out go its description, the time that was stolen
 * from it, its roofline.
 */
package dev.pulmu.bench.machine;
