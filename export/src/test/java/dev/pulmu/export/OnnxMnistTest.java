package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.export.OnnxExport.Answers;
import dev.pulmu.export.OnnxExport.BatchNorms;
import dev.pulmu.layout.Matrix;
import dev.pulmu.model.Model;
import dev.pulmu.predict.Inference;
import dev.pulmu.run.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A trained network on all 10,000 test rows of MNIST, where {@code pulmu.mnist} or
 * {@code PULMU_MNIST} names the directory of its four files.
 */
class OnnxMnistTest {
  @Test
  void allTestRowsGetTheSameAnswers() throws Exception {
    String place = System.getProperty("pulmu.mnist", System.getenv("PULMU_MNIST"));
    if (place == null) {
      System.err.println("SKIPPED: OnnxMnistTest; set PULMU_MNIST or -Dpulmu.mnist to the directory"
          + " of MNIST's four IDX files to run it");
    }
    Assumptions.assumeTrue(place != null, "no directory of MNIST");
    Dataset mnist = Datasets.MNIST.load(Path.of(place)).limit(10_000);
    RunConfig config = RunConfig.parse("""
        network = dense(100) batch-norm relu, dense(30) batch-norm gelu, dense
        epochs = 1
        validation = 0
        """);
    Model model = new Run(config, mnist, Backend.choose("cpu")).train().model();
    Matrix rows = testRows(mnist);
    Inference inference = Inference.of(model);

    for (BatchNorms batchNorms : BatchNorms.values()) {
      try (OnnxSession session =
          new OnnxSession(new OnnxExport(batchNorms, Answers.LOGITS).of(model))) {
        Agreement.check(session.run(rows), inference.forward(rows.values(), Inference.LOGITS));
      }
    }
    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      Agreement.check(session.run(rows), inference.predict(rows.values()));
    }
  }

  private static Matrix testRows(Dataset mnist) {
    int[] test = mnist.rows(Split.TEST);
    Features features = mnist.features().rows(test);
    float[] values = new float[test.length * features.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = features.stored(i);
    }
    assertThat(test).hasSize(10_000);
    return new Matrix(test.length, features.columns(), values);
  }
}
