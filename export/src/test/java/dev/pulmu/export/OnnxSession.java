package dev.pulmu.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.pulmu.layout.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph in ONNX Runtime, of the version that the JVM has on its class path. */
final class OnnxSession implements AutoCloseable {
  private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  OnnxSession(OnnxModel model) throws OrtException {
    this.session = RUNTIME.createSession(model.bytes(), new OrtSession.SessionOptions());
  }

  /** The one output of columns by name, each {@code double[]} or {@code String[]}. */
  Object run(Map<String, Object> columns) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Object> column : columns.entrySet()) {
      tensors.put(column.getKey(), tensor(column.getValue()));
    }
    return runTensors(tensors);
  }

  private static OnnxTensor tensor(Object column) throws OrtException {
    if (column instanceof String[] words) {
      return OnnxTensor.createTensor(RUNTIME, words, new long[] {words.length, 1});
    }
    double[] numbers = (double[]) column;
    DoubleBuffer buffer = bytes(numbers.length * Double.BYTES).asDoubleBuffer();
    buffer.put(numbers).flip();
    return OnnxTensor.createTensor(RUNTIME, buffer, new long[] {numbers.length, 1});
  }

  /** The one output of rows of features. */
  float[][] run(Matrix features) throws OrtException {
    FloatBuffer buffer = bytes(features.values().length * Float.BYTES).asFloatBuffer();
    buffer.put(features.values()).flip();
    long[] shape = {features.rows(), features.columns()};
    return (float[][])
        runTensors(Map.of("features", OnnxTensor.createTensor(RUNTIME, buffer, shape)));
  }

  /** In the machine's order: the runtime takes the bytes of a direct buffer as they are. */
  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  private Object runTensors(Map<String, OnnxTensor> tensors) throws OrtException {
    try (OrtSession.Result result = session.run(tensors)) {
      return result.get(0).getValue();
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
