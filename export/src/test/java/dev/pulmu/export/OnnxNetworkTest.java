package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pulmu.export.OnnxExport.Answers;
import dev.pulmu.export.OnnxExport.BatchNorms;
import dev.pulmu.layout.Matrix;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.predict.Inference;
import dev.pulmu.text.Call;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of networks say in ONNX Runtime what {@link Inference} says. */
class OnnxNetworkTest {
  private static final Normalisation NONE = new Normalisation(1, 0);
  private static final OnnxExport LOGITS = new OnnxExport(BatchNorms.FOLDED, Answers.LOGITS);
  private static final OnnxExport KEPT = new OnnxExport(BatchNorms.KEPT, Answers.PROBABILITIES);

  @Test
  void theRuntimeIsTheOneThatThisRunIsFor() {
    assertThat(OrtEnvironment.getEnvironment().getVersion())
        .isEqualTo(System.getProperty("onnxruntime.version"));
  }

  @ParameterizedTest
  @EnumSource
  void everyActivation(Activation activation) throws Exception {
    Model model = Models.of(
        "7: dense(33) " + activation.text() + ", dense(5) " + activation.text() + ", dense(3)",
        Models.SOFTMAX);

    check(model, OnnxExport.DEFAULT, Models.rows(100, 7));
  }

  /** Far from 0, where a formula may overflow. */
  @ParameterizedTest
  @EnumSource
  void everyActivationOfLargeNumbers(Activation activation) throws Exception {
    Model model = Models.of("3: dense(8) " + activation.text() + ", dense(2)", Models.SQUARED);
    Matrix rows = Models.rows(50, 3);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] *= 200;
    }

    check(model, OnnxExport.DEFAULT, rows);
  }

  /** ONNX's own operators are the fast way, the formula is the plain one, of users' too. */
  @ParameterizedTest
  @EnumSource(names = {"RELU", "LEAKY_RELU", "SIGMOID", "ELU"})
  void anOperatorGivesWhatTheFormulaGives(Activation activation) throws Exception {
    Network.Builder known = Network.input(7).dense(33, new Initialization.He());
    Network.Builder own = Network.input(7).dense(33, new Initialization.He());
    Model fast = Models.of(known.activation(activation).dense(3).loss(Models.SOFTMAX), NONE);
    Model plain =
        Models.of(own.activation(new Own(activation)).dense(3).loss(Models.SOFTMAX), NONE);

    assertThat(operators(fast, LOGITS)).hasSize(4);
    assertThat(operators(plain, LOGITS))
        .contains("Gemm")
        .doesNotContain(operators(fast, LOGITS).get(1));
    check(plain, LOGITS, Models.rows(100, 7));
    check(fast, LOGITS, Models.rows(100, 7));
  }

  /** An activation that is none of Pulmu's as far as anybody can see. */
  private record Own(Activation like) implements ElementFunction {
    @Override
    public String text() {
      return "own-" + like.text();
    }

    @Override
    public Initialization initialization() {
      return like.initialization();
    }

    @Override
    public String device() {
      return like.device();
    }

    @Override
    public float value(float x) {
      return like.value(x);
    }

    @Override
    public float slope(float x) {
      return like.slope(x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyConventionOfBatchNorm(Statistics statistics) throws Exception {
    Model model = Models.of(
        "7: dense(33) batch-norm(epsilon=0.01, statistics=" + Call.word(statistics)
            + ") relu, dense(9) batch-norm, dense(3)",
        Models.SOFTMAX);

    check(model, OnnxExport.DEFAULT, Models.rows(100, 7));
    check(model, KEPT, Models.rows(100, 7));
    assertThat(operators(model, OnnxExport.DEFAULT))
        .containsExactly("Gemm", "Relu", "Gemm", "Gemm", "Softmax");
    assertThat(operators(model, KEPT))
        .containsExactly(
            "MatMul",
            "BatchNormalization",
            "Relu",
            "MatMul",
            "BatchNormalization",
            "Gemm",
            "Softmax");
  }

  @Test
  void theBooksDropoutScalesInUse() throws Exception {
    check(
        Models.of("7: dense(33) relu dropout(0.3, style=book), dense(3)", Models.SOFTMAX),
        LOGITS,
        Models.rows(100, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax-cross-entropy", "sigmoid-cross-entropy", "mean-squared-error"})
  void everyKindOfAnswer(String loss) throws Exception {
    Model model = Models.of("7: dense(33) tanh, dense(3)", Loss.parse(loss));

    check(model, OnnxExport.DEFAULT, Models.rows(100, 7));
    check(model, LOGITS, Models.rows(100, 7));
  }

  @Test
  void rawBytesGoInWhereTheModelScalesThem() throws Exception {
    Model model = Models.of(
        "28x28: dense(20) relu, dense(10)", Models.SOFTMAX, new Normalisation(1f / 255, -0.5f));
    Matrix rows = Models.rows(20, 784);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] = i * 31 % 256;
    }

    check(model, OnnxExport.DEFAULT, rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 129})
  void anyNumberOfRows(int rows) throws Exception {
    check(
        Models.of("7: dense(33) batch-norm gelu, dense(3)", Models.SOFTMAX),
        OnnxExport.DEFAULT,
        Models.rows(rows, 7));
  }

  @Test
  void aNumberThatIsNoneIsNoAnswer() throws Exception {
    Model model = Models.of("7: dense(33) relu, dense(3)", Models.SOFTMAX);
    Matrix rows = Models.rows(2, 7);
    rows.values()[3] = Float.NaN;
    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      float[][] came = session.run(rows);

      assertThat(came[0]).containsOnly(Float.NaN);
      assertThat(came[1]).doesNotContain(Float.NaN);
    }
  }

  @Test
  void theFileSaysWhatItIs() throws Exception {
    Model model = Models.of("2x2: dense(3)", Models.SOFTMAX);
    ModelProto proto = ModelProto.parseFrom(OnnxExport.DEFAULT.of(model).bytes());

    assertThat(proto.getIrVersion()).isEqualTo(8);
    assertThat(proto.getOpsetImportList())
        .singleElement()
        .satisfies(set -> assertThat(set.getVersion()).isEqualTo(17));
    assertThat(proto.getMetadataPropsList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .contains(
            "network=2x2: dense(3, init=xavier)",
            "classNames=[\"class 0\",\"class 1\",\"class 2\"]",
            "normalisation={\"scale\":1.0,\"shift\":0.0}")
        .anyMatch(text -> text.startsWith("provenance={") && text.contains("\"seed\":1"));
    assertThat(OnnxExport.DEFAULT.of(model).bytes()).isEqualTo(proto.toByteArray());
    assertThat(OnnxExport.DEFAULT.of(model).ports())
        .containsExactly("in features: float [batch, 4]", "out probabilities: float [batch, 3]");
  }

  private static List<String> operators(Model model, OnnxExport export)
      throws InvalidProtocolBufferException {
    GraphProto graph = ModelProto.parseFrom(export.of(model).bytes()).getGraph();
    return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static void check(Model model, OnnxExport export, Matrix rows) throws Exception {
    Inference inference = Inference.of(model);
    boolean logits = export.answers() == Answers.LOGITS;
    try (OnnxSession session = new OnnxSession(export.of(model))) {
      Agreement.check(
          session.run(rows),
          logits
              ? inference.forward(rows.values(), Inference.LOGITS)
              : inference.predict(rows.values()));
    }
  }
}
