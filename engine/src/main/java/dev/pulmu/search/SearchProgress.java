package dev.pulmu.search;

/**
 * How far a search is, counted in trainings: a trial that goes on to another rung is trained and
 * counted again.
 *
 * @param done trainings that have ended
 * @param found those of them that were found in the journal
 * @param all trainings of the whole search
 * @param best the best trial up to now
 * @param seconds since the search began, in this process
 */
public record SearchProgress(int done, int found, int all, Trial best, double seconds) {}
