package dev.pulmu.datasets.lookup;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.files.DataException;
import java.nio.file.Path;

/**
 * A source of one data set: it knows the name and how to find, read and fetch the files.
 * {@code Datasets} asks it.
 */
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

  /** Says what this machine has of it, without using the network. */
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
