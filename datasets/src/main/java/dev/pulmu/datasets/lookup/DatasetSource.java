package dev.pulmu.datasets.lookup;

import dev.pulmu.datasets.DataException;
import dev.pulmu.datasets.Dataset;
import java.nio.file.Path;

/** Somewhere that one named data set comes from. */
public interface DatasetSource {

  /** The name that a user asks for it by. */
  String name();

  /**
   * Reads the data set.
   *
   * @throws IllegalArgumentException if the look-up makes no sense for it
   * @throws DataException if the files are not to be found or cannot be trusted
   */
  Dataset load(Lookup lookup);

  /** What there is of it on this machine; the network is left alone. */
  Listing list(Lookup lookup);

  /**
   * Sees to it that its verified files are on this machine.
   *
   * @return the folder that they are in
   * @throws IllegalArgumentException if it has no files
   * @throws DataException if they cannot be had
   */
  Path fetch(Lookup lookup);
}
