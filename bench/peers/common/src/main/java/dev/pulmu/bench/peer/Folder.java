package dev.pulmu.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The folder with the task that a participant gets.
 *
 * @param task what to train and how to measure
 * @param features a row of unsigned bytes a sample
 * @param labels the class of each sample
 * @param order of the samples in an epoch, batch by batch
 * @param weights the initial ones by name, row-major
 */
record Folder(Task task, byte[] features, int[] labels, int[] order, Map<String, float[]> weights) {

  /** Reads {@code task.json} and the files beside it. */
  static Folder read(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Task task = json.readValue(folder.resolve("task.json").toFile(), Task.class);
    Tensor[] tensors = json.readValue(folder.resolve("weights.json").toFile(), Tensor[].class);
    float[] values = floats(folder.resolve("weights.f32"));
    Map<String, float[]> weights = new HashMap<>();
    for (Tensor tensor : tensors) {
      weights.put(tensor.name, tensor.of(values));
    }
    return new Folder(
        task,
        Files.readAllBytes(folder.resolve("features.u8")),
        integers(folder.resolve("labels.i32")),
        integers(folder.resolve("order.i32")),
        weights);
  }

  /** The initial values of a tensor, {@code dense1.w}. */
  float[] weights(String name) {
    float[] found = weights.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no tensor '" + name + "'; the folder has " + weights.keySet());
    }
    return found;
  }

  /** Where the batch of a step begins in {@link #order}; steps count on from epoch to epoch. */
  int batchStart(int step) {
    return step % task.stepsPerEpoch() * task.batch();
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = littleEndian(file);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static int[] integers(Path file) throws IOException {
    ByteBuffer bytes = littleEndian(file);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }

  private static ByteBuffer littleEndian(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A row of {@code weights.json}; the offset counts values. */
  private record Tensor(String name, int rows, int columns, int offset) {
    float[] of(float[] values) {
      return Arrays.copyOfRange(values, offset, offset + rows * columns);
    }
  }
}
