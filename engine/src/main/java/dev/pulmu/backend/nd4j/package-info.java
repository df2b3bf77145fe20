/**
 * The plain backend: in comes a plan, out come its answers, every block and every element rule as
 * ND4J operations over whole arrays, on whichever ND4J backend the Maven profile brought. Portable,
 * the one that the others are compared with.
 */
package dev.pulmu.backend.nd4j;
