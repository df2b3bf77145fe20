package dev.pulmu.export;

import static dev.pulmu.export.OnnxGraph.attribute;

import dev.pulmu.export.OnnxExport.BatchNorms;
import dev.pulmu.formula.Formula;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.BlockVisitor;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.ElementFunction;
import java.util.List;

/** Writes the blocks of a network as nodes of a graph, from the features to the logits. */
final class NetworkNodes implements BlockVisitor<Void> {
  private final OnnxGraph graph;
  private final State state;
  private final BatchNorms batchNorms;

  /** The name of what the last block has put out. */
  private String x;

  private NetworkNodes(OnnxGraph graph, State state, BatchNorms batchNorms, String x) {
    this.graph = graph;
    this.state = state;
    this.batchNorms = batchNorms;
    this.x = x;
  }

  /**
   * Adds all blocks.
   *
   * @param features the name of the normalised features
   * @return the name of the logits
   */
  static String add(OnnxGraph graph, State state, BatchNorms batchNorms, String features) {
    NetworkNodes nodes = new NetworkNodes(graph, state, batchNorms, features);
    state.layout().blocks().forEach(block -> block.accept(nodes));
    return nodes.x;
  }

  @Override
  public Void dense(DenseBlock block) {
    Matrix weight = state.tensor(block.weight());
    if (block.norm().isEmpty()) {
      product(block.name(), weight, state.tensor(block.bias().orElseThrow()).values());
    } else {
      NormInUse norm = NormInUse.of(block.norm().get(), state);
      if (batchNorms == BatchNorms.FOLDED) {
        folded(block.name(), weight, norm);
      } else {
        kept(block.name(), weight, norm);
      }
    }
    x = activation(graph, block.name(), block.activation(), x);
    block.dropout().ifPresent(dropout -> {
      float used = dropout.style().used(dropout.probability());
      if (used != 1) {
        x = graph.node(block.name() + ".dropout", "Mul", List.of(x, graph.scalar(used)));
      }
    });
    return null;
  }

  /** y(B,O) = x(B,I) · w(I,O) + b(O). */
  private void product(String name, Matrix weight, float[] bias) {
    String w = graph.floats(name + ".w", weight.values(), weight.rows(), weight.columns());
    String b = graph.floats(name + ".b", bias, bias.length);
    x = graph.node(name, "Gemm", List.of(x, w, b));
  }

  /** A product whose weights do what the batch norm behind it would. */
  private void folded(String name, Matrix weight, NormInUse norm) {
    float[] values = weight.values();
    float[] bias = new float[weight.columns()];
    for (int column = 0; column < bias.length; column++) {
      double scale = norm.scale(column);
      for (int at = column; at < values.length; at += bias.length) {
        values[at] = (float) (values[at] * scale);
      }
      bias[column] = (float) norm.shift(column);
    }
    product(name, weight, bias);
  }

  private void kept(String name, Matrix weight, NormInUse norm) {
    int outputs = weight.columns();
    String w = graph.floats(name + ".w", weight.values(), weight.rows(), outputs);
    String product = graph.node(name, "MatMul", List.of(x, w));
    x = graph.node(
        name + ".norm",
        "BatchNormalization",
        List.of(
            product,
            graph.floats(name + ".gamma", norm.gamma(), outputs),
            graph.floats(name + ".beta", norm.beta(), outputs),
            graph.floats(name + ".mean", norm.mean(), outputs),
            graph.floats(name + ".variance", norm.variance(), outputs)),
        attribute("epsilon", norm.epsilon()));
  }

  /**
   * An activation, as ONNX's own operator where it has one, as runtimes join that with a product;
   * any other as its formula.
   */
  static String activation(OnnxGraph graph, String block, ElementFunction function, String x) {
    String name = block + ".activation";
    if (function instanceof Activation known) {
      switch (known) {
        case IDENTITY:
          return x;
        case RELU:
          return graph.node(name, "Relu", List.of(x));
        case LEAKY_RELU:
          return graph.node(name, "LeakyRelu", List.of(x), attribute("alpha", 0.01f));
        case SIGMOID:
          return graph.node(name, "Sigmoid", List.of(x));
        case TANH:
          return graph.node(name, "Tanh", List.of(x));
        case ELU:
          return graph.node(name, "Elu", List.of(x), attribute("alpha", 1f));
        case GELU_TANH, SWISH, GELU:
          break;
      }
    }
    return formula(graph, block, function, x);
  }

  /** An activation as its formula says. */
  static String formula(OnnxGraph graph, String block, ElementFunction function, String x) {
    return FormulaNodes.add(graph, block, Formula.parse(function.device()), x);
  }
}
