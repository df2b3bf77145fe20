/**
 * A trained network in one file. In come trained weights or a file, out goes a file or a model;
 * with the weights goes what they belong to: network, class names, normalisation, provenance.
 */
package dev.pulmu.model;
