#!/usr/bin/env bash
# ONNX Runtime 1.29.0 for Java: a session reads a tensor that was made of a direct FloatBuffer in the machine's byte order,
# whatever order the buffer has. A view of a direct ByteBuffer is big-endian unless told otherwise, so on x86 and ARM the
# session gets other numbers, without a word; the tensor's own getValue() still says the right ones, and the same buffer on
# the heap is read right.
# Prints -1 and 2 as a graph gives them for 1 and -2; the status is 1 if that is no longer so. Wants a JDK on a little-endian machine, and the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$here/../mvnw" -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
  -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.29.0 -DoutputDirectory="$work/lib"

cat >Order.java <<'JAVA'
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Map;

class Order {
  /** y = -x, two floats (opset 13, IR 7). */
  static final byte[] NEGATION = Base64.getDecoder()
      .decode("CAcSADoyCgsKAXgSAXkiA05lZxIBZ1oPCgF4EgoKCAgBEgQKAggCYg8KAXkSCgoICAESBAoCCAJCBAoAEA0=");

  public static void main(String[] arguments) throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(8);
    print("direct, big-endian", direct.asFloatBuffer());
    print("heap, big-endian", ByteBuffer.allocate(8).asFloatBuffer());
    print("direct, native", direct.order(ByteOrder.nativeOrder()).asFloatBuffer());
  }

  static void print(String what, FloatBuffer buffer) throws Exception {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    buffer.put(new float[] {1, -2}).flip();
    try (OrtSession session = runtime.createSession(NEGATION);
        OnnxTensor x = OnnxTensor.createTensor(runtime, buffer, new long[] {2});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      float[] y = (float[]) result.get(0).getValue();
      System.out.println(what + ": " + y[0] + ", " + y[1]);
    }
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Order.java)
printf '%s\n' "$result"
[[ $result == 'direct, big-endian: -4.6006E-41, -2.69E-43
heap, big-endian: -1.0, 2.0
direct, native: -1.0, 2.0' ]]
