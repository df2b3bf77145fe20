/**
 * Random numbers that have an address instead of a state: in comes (seed, use, tensor, step,
 * element), out go the same bits on every backend, thread count and block size.
 */
package dev.pulmu.random;
