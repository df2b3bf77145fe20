package dev.pulmu.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An ONNX graph under construction. Every value in it has a name that no other has; methods that
 * add one return the name that it got: the one wished for, or that with a number behind it.
 */
final class OnnxGraph {
  /** The name of the first dimension of all inputs and outputs: as many rows as are asked for. */
  private static final String BATCH = "batch";

  /** The domain of operators on words. */
  static final String ML = "ai.onnx.ml";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
  private final Set<String> names = new HashSet<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();

  /**
   * An input or an output.
   *
   * @param type {@code float}, {@code double} or {@code string}
   * @param columns of each row
   */
  record Port(String name, String type, int columns) {
    static Port of(String name, DataType type, int columns) {
      return new Port(name, type.name().toLowerCase(Locale.ROOT), columns);
    }

    String text() {
      return name + ": " + type + " [" + BATCH + ", " + columns + "]";
    }
  }

  /** An input of rows. Inputs come first, so that they get the names that they want. */
  String input(String name, DataType type, int columns) {
    String own = own(name);
    graph.addInput(value(own, type, columns));
    inputs.add(Port.of(own, type, columns));
    return own;
  }

  /** Makes an output of a value. */
  void output(String name, DataType type, int columns) {
    graph.addOutput(value(name, type, columns));
    outputs.add(Port.of(name, type, columns));
  }

  /** A constant of 32-bit floats, row-major. */
  String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(name, DataType.FLOAT, bytes, shape);
  }

  /** A constant that all elements of a tensor of 32-bit floats share. */
  String scalar(float value) {
    return floats("constant", new float[] {value});
  }

  /** A constant of 64-bit floats, row-major. */
  String doubles(String name, double[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length, Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return constant(name, DataType.DOUBLE, bytes, shape);
  }

  /** A constant of whole numbers, row-major. */
  String longs(String name, long[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length, Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(name, DataType.INT64, bytes, shape);
  }

  /**
   * The value that an operator gives.
   *
   * @param name that it wants
   */
  String node(String name, String operator, List<String> inputs, AttributeProto... attributes) {
    return node("", name, operator, inputs, attributes);
  }

  /** The value that an operator of a domain gives. */
  String node(
      String domain,
      String name,
      String operator,
      List<String> inputs,
      AttributeProto... attributes) {
    String own = own(name);
    graph.addNode(NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(own)
        .addAllInput(inputs)
        .addOutput(own)
        .addAllAttribute(List.of(attributes)));
    return own;
  }

  static AttributeProto attribute(String name, long value) {
    return named(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, float value) {
    return named(name, AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto texts(String name, List<String> values) {
    AttributeProto.Builder attribute = named(name, AttributeType.STRINGS);
    values.forEach(value -> attribute.addStrings(ByteString.copyFromUtf8(value)));
    return attribute.build();
  }

  static AttributeProto numbers(String name, List<Long> values) {
    return named(name, AttributeType.INTS).addAllInts(values).build();
  }

  static AttributeProto reals(String name, List<Float> values) {
    return named(name, AttributeType.FLOATS).addAllFloats(values).build();
  }

  GraphProto build() {
    return graph.build();
  }

  /** Whether an operator on words is in it. */
  boolean hasWords() {
    return graph.getNodeList().stream().anyMatch(node -> node.getDomain().equals(ML));
  }

  List<Port> inputs() {
    return inputs;
  }

  List<Port> outputs() {
    return outputs;
  }

  private static AttributeProto.Builder named(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static ByteBuffer bytes(int numbers, int size) {
    return ByteBuffer.allocate(Math.multiplyExact(numbers, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(String name, DataType type, ByteBuffer bytes, long... shape) {
    String own = own(name);
    TensorProto.Builder tensor = TensorProto.newBuilder()
        .setName(own)
        .setDataType(type.getNumber())
        .setRawData(ByteString.copyFrom(bytes.array()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return own;
  }

  private static ValueInfoProto value(String name, DataType type, int columns) {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    value
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(type.getNumber())
        .getShapeBuilder()
        .addDim(dimension().setDimParam(BATCH))
        .addDim(dimension().setDimValue(columns));
    return value.build();
  }

  private static Dimension.Builder dimension() {
    return Dimension.newBuilder();
  }

  private String own(String wished) {
    String name = wished;
    for (int i = 2; !names.add(name); i++) {
      name = wished + i;
    }
    return name;
  }
}
