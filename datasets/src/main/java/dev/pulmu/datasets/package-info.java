/**
 * Data sets: in come files, through DataVec readers that check everything before it is trusted, or
 * any ND4J iterator; out goes a {@link dev.pulmu.datasets.Dataset}. To add a data set, write a
 * {@link dev.pulmu.datasets.DatasetSource} (four IDX files like MNIST's are one line: an
 * {@link dev.pulmu.datasets.IdxFolder}) and list it in {@link dev.pulmu.datasets.Datasets}.
 */
package dev.pulmu.datasets;
