package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;

/** An argument of a kernel, before addresses are known. */
sealed interface Word {
  /** Which step of a graph it is, from 0. */
  Position POSITION = new Position();

  /** Nothing that the kernel looks at. */
  Number NONE = new Number(0);

  /**
   * An address.
   *
   * @param bytes distance from the region's begin
   */
  record At(Region region, long bytes) implements Word {}

  /** The step's place in its graph. */
  record Position() implements Word {}

  /** A whole number. */
  record Number(long value) implements Word {}

  static Number of(long value) {
    return new Number(value);
  }
}
