package dev.pulmu.datasets;

import java.nio.file.Path;
import java.util.Optional;

/** Somewhere that one named data set comes from. */
public interface DatasetSource {

  /** The name that a user asks for it by. */
  String name();

  /**
   * Reads the data set.
   *
   * @param directory where its files are, if the user said so
   * @throws DataException if the files are not to be found or cannot be trusted
   */
  Dataset load(Optional<Path> directory);
}
