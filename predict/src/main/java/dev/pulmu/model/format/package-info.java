/**
 * Named tensors as a file: in come tensors, out goes a safetensors file; back again nothing in it
 * is trusted before it is checked.
 */
package dev.pulmu.model.format;
