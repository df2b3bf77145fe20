/**
 * The fused CPU engine: it runs plans in few passes over heap arrays, by workers that share panels
 * of sixteen columns. No number depends on how many workers there are, on the width of the
 * machine's vectors, or on whether the JVM has the Vector API.
 */
package dev.pulmu.backend.cpu;
