/**
 * The description of a network, without a single array: in come layers, how their weights begin, a
 * loss; out goes a network whose shapes were checked when it was built.
 */
package dev.pulmu.network;
