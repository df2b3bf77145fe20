/**
 * A trained network in one file. In come trained weights or a file, out go a file or predictions;
 * with the weights goes what they belong to: network, class names, normalisation, provenance.
 */
package dev.pulmu.model;
