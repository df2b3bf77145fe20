/**
 * Data sets: in come files, through DataVec readers that check everything before it is trusted, or
 * any ND4J iterator; out goes a {@link dev.pulmu.datasets.Dataset}. To add a data set, list it in
 * {@link dev.pulmu.datasets.Datasets}: four IDX files like MNIST's are one entry there, anything
 * else is a source of its own. Tables of a user's own come from two CSV files. A
 * {@link dev.pulmu.datasets.Lookup} says where they may be.
 */
package dev.pulmu.datasets;
