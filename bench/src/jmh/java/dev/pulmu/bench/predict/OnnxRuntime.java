package dev.pulmu.bench.predict;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.pulmu.export.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime with tensors that are kept from call to call, as it is fastest. */
final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final OnnxTensor x;
  private final OnnxTensor y;
  private final FloatBuffer in;
  private final FloatBuffer out;

  OnnxRuntime(OnnxModel model, int threads, int rows, int inputs, int outputs) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(model.bytes(), options);
    }
    this.in = buffer(rows * inputs);
    this.out = buffer(rows * outputs);
    this.x = OnnxTensor.createTensor(environment, in, new long[] {rows, inputs});
    this.y = OnnxTensor.createTensor(environment, out, new long[] {rows, outputs});
  }

  private static FloatBuffer buffer(int numbers) {
    return ByteBuffer.allocateDirect(4 * numbers).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** The answers (N,O) of features (N,I). */
  float[] predict(float[] features) throws OrtException {
    in.put(0, features);
    session.run(Map.of("features", x), Map.of("probabilities", y)).close();
    float[] answers = new float[out.capacity()];
    out.get(0, answers);
    return answers;
  }

  @Override
  public void close() throws OrtException {
    x.close();
    y.close();
    session.close();
  }
}
