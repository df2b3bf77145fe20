/**
 * Search for good settings: trials drawn at random, run side by side, compared on the validation
 * rows. In come a configuration with ranges, a data set and a backend; out comes a ranking of the
 * trials, how much each parameter mattered, and a journal to go on from. Test rows are never there.
 */
package dev.pulmu.search;
