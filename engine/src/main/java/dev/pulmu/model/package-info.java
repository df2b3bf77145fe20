/**
 * A trained network in one file: weights as safetensors, and what they belong to (network, class
 * names, normalisation, provenance) as JSON in its header. In come trained weights or a file, out
 * go a file or predictions.
 */
package dev.pulmu.model;
