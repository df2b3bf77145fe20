package dev.pulmu.model;

import java.util.OptionalDouble;

/**
 * The origin of a model: the data, code and seed of its training.
 *
 * @param backend what trained it
 * @param dataset name of what it was trained on
 * @param datasetSha256 of the data set's table
 * @param commit of the code that trained it
 * @param seed of the run
 * @param weightsSha256 of its weights in canonical order
 * @param testAccuracy on the data set's test rows; absent if it was never tested, or answers cannot
 *     be right or wrong
 */
public record Provenance(
    String backend,
    String dataset,
    String datasetSha256,
    String commit,
    long seed,
    String weightsSha256,
    OptionalDouble testAccuracy) {}
