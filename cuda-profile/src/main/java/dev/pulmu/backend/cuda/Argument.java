package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;
import java.util.function.ToLongFunction;

/** An argument of a kernel launch, before addresses are known. */
sealed interface Argument {
  /**
   * The 64 bits that the kernel gets.
   *
   * @param address of a place in memory
   * @param position of the step in its graph
   */
  long value(ToLongFunction<At> address, int position);

  /** The position of the step in its graph, from 0. */
  Position POSITION = new Position();

  /** An argument that the kernel never reads. */
  Number NONE = new Number(0);

  /**
   * An address.
   *
   * @param bytes distance from the region's begin
   */
  record At(Region region, long bytes) implements Argument {
    @Override
    public long value(ToLongFunction<At> address, int position) {
      return address.applyAsLong(this);
    }
  }

  /** The step's place in its graph. */
  record Position() implements Argument {
    @Override
    public long value(ToLongFunction<At> address, int position) {
      return position;
    }
  }

  /** A whole number. */
  record Number(long value) implements Argument {
    @Override
    public long value(ToLongFunction<At> address, int position) {
      return value;
    }
  }

  static Number of(long value) {
    return new Number(value);
  }
}
