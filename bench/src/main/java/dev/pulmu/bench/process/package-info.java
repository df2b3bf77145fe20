/**
 * Questions to processes of their own: in comes a command, out goes the line of JSON that it
 * answers with, or why it did not.
 */
package dev.pulmu.bench.process;
