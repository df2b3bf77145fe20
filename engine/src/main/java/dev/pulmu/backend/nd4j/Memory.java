package dev.pulmu.backend.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one owner of a session's arrays: ND4J would free them only some time after Java's garbage
 * collector ran.
 */
final class Memory implements AutoCloseable {
  private final List<INDArray> owned = new ArrayList<>();
  private final Map<List<Long>, Deque<INDArray>> free = new HashMap<>();

  /** A new array of zeros. */
  INDArray zeros(DataType type, long... shape) {
    return own(Nd4j.create(type, shape));
  }

  /** A new array of floats, all zero. */
  INDArray floats(long... shape) {
    return zeros(DataType.FLOAT, shape);
  }

  /** Takes over an array that is no view. */
  INDArray own(INDArray array) {
    owned.add(array);
    return array;
  }

  /** An array of floats for a while, with any numbers in it. */
  INDArray lend(long... shape) {
    Deque<INDArray> fitting = free.get(key(shape));
    return fitting == null || fitting.isEmpty() ? floats(shape) : fitting.pop();
  }

  /** For {@link #lend} to lend again. */
  void takeBack(INDArray array) {
    free.computeIfAbsent(key(array.shape()), shape -> new ArrayDeque<>()).push(array);
  }

  private static List<Long> key(long... shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  @Override
  public void close() {
    for (INDArray array : owned) {
      if (!array.wasClosed()) {
        array.close();
      }
    }
    owned.clear();
  }
}
