/**
 * Data sets made of ND4J arrays: in come the batches of an iterator, out goes a data set. The only
 * package of this module that computes with ND4J.
 */
package dev.pulmu.datasets.nd4j;
