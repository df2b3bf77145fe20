/**
 * A network as blocks, and the table that gives every tensor its place. In comes a network; out
 * come its plan for inference and a state that fills the table's tensors.
 */
package dev.pulmu.layout;
