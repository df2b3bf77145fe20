package dev.pulmu.bench.peer;

/** A step's batch, gathered and normalised in Java, for libraries whose own indexing is slower. */
final class Batch {
  private final Folder folder;
  private final float[] normalised = new float[256];
  private final float[] features;
  private final long[] labels;

  Batch(Folder folder) {
    this.folder = folder;
    Task task = folder.task();
    for (int value = 0; value < normalised.length; value++) {
      normalised[value] = (float) (value * task.scale() + task.shift());
    }
    features = new float[task.batch() * task.inputs()];
    labels = new long[task.batch()];
  }

  /** Gathers the batch of a step into the same two arrays. */
  void gather(int step) {
    byte[] bytes = folder.features();
    int width = folder.task().inputs();
    int start = folder.batchStart(step);
    for (int i = 0; i < labels.length; i++) {
      int row = folder.order()[start + i];
      int from = row * width;
      int to = i * width;
      for (int j = 0; j < width; j++) {
        features[to + j] = normalised[bytes[from + j] & 0xff];
      }
      labels[i] = folder.labels()[row];
    }
  }

  /** (B, inputs), row-major. */
  float[] features() {
    return features;
  }

  /** The class of each row. */
  long[] labels() {
    return labels;
  }
}
