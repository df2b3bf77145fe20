/**
 * What a network is, without a single array: layers, how their weights begin, and the loss. Shapes
 * are checked when it is built.
 */
package dev.pulmu.network;
