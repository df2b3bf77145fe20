/**
 * The plain backend: in comes a plan, out come its answers. It runs every block and every element
 * rule as ND4J operations over whole arrays, on whichever ND4J backend the Maven profile brought.
 * It is portable, and the others are compared with it.
 */
package dev.pulmu.backend.nd4j;
