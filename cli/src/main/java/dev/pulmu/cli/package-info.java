/**
 * The application: one small class a command. In come arguments, out go lines on standard output, a
 * line on standard error where something is wrong, and an exit status: 0 done, 1 failed while
 * running, 2 refused, 130 interrupted.
 */
package dev.pulmu.cli;
