package dev.pulmu.datasets.nd4j;

import java.util.List;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of bytes with a class each, as the ND4J arrays of a DataVec reader's batch. */
public final class RecordBatch {
  private RecordBatch() {}

  /**
   * A batch (features u8 (n, columns), labels one-hot f32 (n, classes)); this loads ND4J's natives.
   *
   * @param bytes n rows of as many bytes
   * @param labels n of 0..classes-1
   */
  public static List<List<Writable>> of(byte[] bytes, int[] labels, int classes) {
    int rows = labels.length;
    INDArray features = Nd4j.createUninitialized(DataType.UINT8, rows, bytes.length / rows);
    features.data().asNio().put(bytes);
    Nd4j.getAffinityManager().tagLocation(features, AffinityManager.Location.HOST);
    float[] oneHot = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      oneHot[row * classes + labels[row]] = 1;
    }
    return new NDArrayRecordBatch(features, Nd4j.create(oneHot, new long[] {rows, classes}, 'c'));
  }
}
