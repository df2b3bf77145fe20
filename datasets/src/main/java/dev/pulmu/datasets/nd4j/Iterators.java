package dev.pulmu.datasets.nd4j;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Data sets of any ND4J iterator, those of DL4J and DataVec among them. */
public final class Iterators {
  private Iterators() {}

  /**
   * All batches of an iterator as training rows.
   *
   * @param name what the data set is called in reports
   * @see #dataset(String, DataSetIterator, DataSetIterator)
   */
  public static Dataset dataset(String name, DataSetIterator train) {
    Batches batches = new Batches(name);
    batches.addAll(train);
    return batches.dataset(0);
  }

  /**
   * All batches of two iterators, each reset before where it can be and read to its end. Features
   * of type UBYTE stay bytes (scale 1: see {@link Dataset#scaled}), all others become f32; every
   * sample is flattened in 'c' order. Targets become {@link Targets.Labels} where each row of all
   * batches is one-hot over at least two columns, else {@link Targets.Values}. Classes take their
   * names from {@code train.getLabels()}, else "0", "1", ….
   *
   * @param name what the data set is called in reports
   * @throws DataException if a batch has mask arrays or no targets, if batches differ in type or
   *     columns, or if an ND4J normalizer has worked on bytes
   */
  public static Dataset dataset(String name, DataSetIterator train, DataSetIterator test) {
    Batches batches = new Batches(name);
    batches.addAll(train);
    int testRows = batches.addAll(test);
    return batches.dataset(testRows);
  }
}
