package dev.pulmu.search;

/**
 * How far a search is; a trial that went on counts once for each of its rungs.
 *
 * @param done how often a trial has had its epochs
 * @param found how many of these were in the journal
 * @param all how often there will be one when the search is over
 * @param best the best trial up to now
 * @param seconds since the search began, in this process
 */
public record SearchProgress(int done, int found, int all, Trial best, double seconds) {}
