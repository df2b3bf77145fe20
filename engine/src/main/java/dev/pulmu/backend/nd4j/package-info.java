/**
 * The plain backend: every block and every element rule as ND4J operations over whole arrays, on
 * whichever ND4J backend the Maven profile brought. Portable, the one that the others are compared
 * with, and a baseline of the benchmark.
 */
package dev.pulmu.backend.nd4j;
