package dev.pulmu.export;

import static dev.pulmu.export.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.pulmu.model.Model;
import dev.pulmu.network.Loss.Link;
import dev.pulmu.recipe.Scale;
import java.util.List;
import java.util.Locale;

/**
 * Makes an ONNX graph of a model, with all that happens to a row: what goes in is as raw as what
 * the model was trained on.
 *
 * <p>A model without a recipe, or with a recipe of bytes alone, takes one tensor, {@code features}
 * (B,I), the stored numbers as 32-bit floats. With a recipe it takes one tensor (B,1) for each
 * column, by its name: 64-bit floats, NaN where a number is missing, or strings, empty where a word
 * is missing. Out comes one tensor (B,O): {@code probabilities}, {@code logits}, or {@code values}
 * of a regression, in the units of the targets. The operators are those of ONNX 1.12 (opset 17, IR
 * 8, {@code ai.onnx.ml} 3), which runtimes have known for years.
 *
 * @param batchNorms what becomes of batch norms
 * @param answers what comes out where the loss makes probabilities of logits
 */
public record OnnxExport(BatchNorms batchNorms, Answers answers) {
  /** Batch norms folded, probabilities out. */
  public static final OnnxExport DEFAULT = new OnnxExport(BatchNorms.FOLDED, Answers.PROBABILITIES);

  private static final long IR = 8;
  private static final long OPSET = 17;
  private static final long ML_OPSET = 3;

  /** What one message of Protocol Buffers holds, less some for all but the weights. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

  /** What becomes of batch norms. */
  public enum BatchNorms {
    /** The weights before them do their work: one operator less a layer. */
    FOLDED,
    /** They stay, with the tensors that training goes on from. */
    KEPT
  }

  /** What comes out of a classifier. */
  public enum Answers {
    /** What {@code Inference} says. */
    PROBABILITIES,
    /** What the last layer puts out. */
    LOGITS
  }

  /**
   * The graph of a model.
   *
   * @throws IllegalArgumentException if its weights are more than one file can have
   */
  public OnnxModel of(Model model) {
    long bytes = (long) Float.BYTES * model.state().layout().size();
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the model's numbers take %d bytes, an ONNX file holds %d; write safetensors or npz",
          bytes,
          MOST_BYTES));
    }
    OnnxGraph graph = new OnnxGraph();
    String logits = NetworkNodes.add(
        graph, model.state(), batchNorms, normalised(graph, model, raw(graph, model)));
    answers(graph, model, logits);
    ModelProto.Builder proto = ModelProto.newBuilder()
        .setIrVersion(IR)
        .setProducerName("pulmu")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph.build());
    if (graph.hasWords()) {
      proto.addOpsetImport(
          OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.ML).setVersion(ML_OPSET));
    }
    model
        .description()
        .forEach((key, value) -> proto.addMetadataProps(
            StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(proto.build(), graph.inputs(), graph.outputs());
  }

  /** Features as a data set stores them. */
  private static String raw(OnnxGraph graph, Model model) {
    return model
        .recipe()
        .filter(recipe -> !recipe.isBytes())
        .map(recipe -> RecipeNodes.add(graph, recipe))
        .orElseGet(() -> graph.input("features", DataType.FLOAT, model.network().inputs()));
  }

  private static String normalised(OnnxGraph graph, Model model, String features) {
    float scale = model.normalisation().scale();
    float shift = model.normalisation().shift();
    String scaled = scale == 1
        ? features
        : graph.node("features.scaled", "Mul", List.of(features, graph.scalar(scale)));
    return shift == 0
        ? scaled
        : graph.node("features.shifted", "Add", List.of(scaled, graph.scalar(shift)));
  }

  private void answers(OnnxGraph graph, Model model, String logits) {
    Link link = model.network().loss().link();
    int outputs = model.network().outputs();
    List<Scale> scales = model.recipe().map(recipe -> recipe.scales()).orElse(List.of());
    if (link == Link.IDENTITY && !scales.isEmpty()) {
      graph.output(unscaled(graph, scales, logits), DataType.DOUBLE, outputs);
    } else if (link == Link.IDENTITY) {
      graph.output(graph.node("values", "Identity", List.of(logits)), DataType.FLOAT, outputs);
    } else if (answers == Answers.LOGITS) {
      graph.output(graph.node("logits", "Identity", List.of(logits)), DataType.FLOAT, outputs);
    } else if (link == Link.SIGMOID) {
      graph.output(
          graph.node("probabilities", "Sigmoid", List.of(logits)), DataType.FLOAT, outputs);
    } else {
      graph.output(
          graph.node("probabilities", "Softmax", List.of(logits), attribute("axis", 1L)),
          DataType.FLOAT,
          outputs);
    }
  }

  /** In the units of the targets: 64-bit floats, which a large mean does not take the digits of. */
  private static String unscaled(OnnxGraph graph, List<Scale> scales, String logits) {
    double[] means = scales.stream().mapToDouble(Scale::mean).toArray();
    double[] deviations = scales.stream().mapToDouble(Scale::deviation).toArray();
    String wide = graph.node("targets.wide", "Cast", List.of(logits), attribute("to", (long)
        DataType.DOUBLE.getNumber()));
    String scaled = graph.node(
        "targets.scaled",
        "Mul",
        List.of(wide, graph.doubles("targets.deviations", deviations, 1, deviations.length)));
    return graph.node(
        "values", "Add", List.of(scaled, graph.doubles("targets.means", means, 1, means.length)));
  }
}
