package dev.pulmu.datasets.lookup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What this machine has of one data set: a row of {@code pulmu datasets}.
 *
 * @param name what a user asks for it by
 * @param folder where its files are; absent where there are none
 * @param train samples to train on, 0 where that is not known
 * @param test samples to test with, 0 where that is not known
 * @param state whether it can be used
 */
public record Listing(String name, Optional<Path> folder, int train, int test, State state) {
  /** Whether a data set can be used. */
  public enum State {
    /** It needs no files. */
    BUILT_IN,
    /** Every byte is as published. */
    VERIFIED,
    /** There are files, but they are not the published ones. */
    WRONG,
    /** There are no files of it here. */
    MISSING,
    /** It is whatever a user names a directory of. */
    YOURS
  }
}
