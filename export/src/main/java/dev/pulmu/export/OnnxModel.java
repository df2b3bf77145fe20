package dev.pulmu.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.pulmu.export.OnnxGraph.Port;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** A model in ONNX's form. */
public final class OnnxModel {
  private final ModelProto proto;
  private final List<Port> inputs;
  private final List<Port> outputs;

  OnnxModel(ModelProto proto, List<Port> inputs, List<Port> outputs) {
    this.proto = proto;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The bytes of the file. */
  public byte[] bytes() {
    return proto.toByteArray();
  }

  /** Writes the bytes of the file. */
  public void write(OutputStream out) throws IOException {
    proto.writeTo(out);
  }

  /** What goes in and out, one a line, for people: {@code in age: double [batch, 1]}. */
  public List<String> ports() {
    return Stream.concat(
            inputs.stream().map(port -> "in " + port.text()),
            outputs.stream().map(port -> "out " + port.text()))
        .toList();
  }
}
