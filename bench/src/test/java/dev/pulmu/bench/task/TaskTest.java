package dev.pulmu.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.bench.Tiny;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTest {
  private static final Timing TIMING = new Timing(2, 4, 0.25, 70, 1.5);

  @TempDir
  private Path folder;

  private final Task task = Task.of(Tiny.workload(), Tiny.data(), TIMING);

  @Test
  void theTaskSaysEverythingInNumbers() throws IOException {
    task.write(folder, 3);
    JsonNode json = Json.read(Files.readAllBytes(folder.resolve("task.json")));

    assertThat(json.get("inputs").asInt()).isEqualTo(Tiny.COLUMNS);
    assertThat(json.get("outputs").asInt()).isEqualTo(3);
    assertThat(json.get("hidden").toString()).isEqualTo("[7,5]");
    assertThat(json.get("batchNorm").asBoolean()).isTrue();
    assertThat(json.get("batch").asInt()).isEqualTo(8);
    assertThat(json.get("optimizer"))
        .isEqualTo(Json.object()
            .put("name", "adam")
            .put("rate", 0.002)
            .put("beta1", 0.9)
            .put("beta2", 0.999)
            .put("epsilon", 1e-8));
    assertThat(json.get("scale").floatValue()).isEqualTo(1 / 255f);
    assertThat(json.get("rows").asInt()).isEqualTo(Tiny.TRAIN);
    assertThat(json.get("curveSteps").asInt()).isEqualTo(300);
    assertThat(json.get("samples").asInt()).isEqualTo(4);
    assertThat(json.get("sampleSeconds").asDouble()).isEqualTo(0.25);
    assertThat(json.get("sampleSteps").asInt()).isEqualTo(70);
    assertThat(json.get("warmUpSeconds").asDouble()).isEqualTo(1.5);
    assertThat(json.get("threads").asInt()).isEqualTo(3);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    task.writeData(folder);
    task.write(folder, 1);
    Task read = Task.read(folder);

    assertThat(read.plan()).isEqualTo(task.plan());
    assertThat(read.data().sha256()).isEqualTo(task.data().sha256());
    assertThat(read.config()).isEqualTo(task.config());
    assertThat(read.curveSteps()).isEqualTo(task.curveSteps());
    assertThat(read.timing()).isEqualTo(new Timing(1, 4, 0.25, 70, 1.5));
  }

  /** 60 rows are 7 full batches of 8; the curve's 300 steps are 43 such epochs. */
  @Test
  void theOrderHasTheBatchesOfOurFeed() throws IOException {
    task.writeData(folder);
    task.write(folder, 1);
    int steps = Json.read(Files.readAllBytes(folder.resolve("task.json")))
        .get("stepsPerEpoch")
        .asInt();
    int[] order = new int[steps * 8];
    bytes("order.i32").asIntBuffer().get(order);
    Feed feed = Task.read(folder).feed();

    assertThat(bytes("order.i32").remaining()).isEqualTo(4 * order.length);
    assertThat(steps).isEqualTo(43 * 7);
    for (int step = 0; step < 300; step++) {
      int[] rows = Arrays.copyOfRange(feed.order(step / 7), feed.start(step), feed.end(step));
      assertThat(Arrays.copyOfRange(order, step * 8, step * 8 + 8)).isEqualTo(rows);
    }
  }

  @Test
  void theTableSaysWhereTheInitialWeightsAre() throws IOException {
    task.writeData(folder);
    JsonNode table = Json.read(Files.readAllBytes(folder.resolve("weights.json")));

    for (JsonNode row : table) {
      float[] expected = task.initial().tensor(row.get("name").asText()).values();
      float[] values = new float[row.get("rows").asInt() * row.get("columns").asInt()];
      bytes("weights.f32").asFloatBuffer().position(row.get("offset").asInt()).get(values);
      assertThat(values).isEqualTo(expected);
    }
    assertThat(table.findValuesAsText("name"))
        .startsWith("dense1.w", "dense2.w", "dense3.w")
        .contains("dense1.gamma", "dense2.beta", "dense3.b")
        .doesNotContain("dense1.b");
    assertThat(bytes("weights.f32").remaining()).isEqualTo(4 * task.plan().parameters());
  }

  /** 6 · 20,000² operations a row: 19 GFLOP for 8 rows, 576 GFLOP for 240. */
  @Test
  void aLargeStepHasAShorterCurve() {
    RunConfig wide = RunConfig.DEFAULT.with("hidden", "20000,20000").with("batch", "8");

    assertThat(curveSteps(wide.with("batch", "1"))).isEqualTo(300);
    assertThat(curveSteps(wide)).isEqualTo(100);
    assertThat(curveSteps(wide.with("accumulate", "30"))).isEqualTo(20);
  }

  private static int curveSteps(RunConfig config) {
    Dataset rows = new Dataset(
        "rows",
        new Features.Bytes(new byte[1000], 1, 1, 0),
        new Targets.Labels(new int[1000], 2),
        List.of("no", "yes"),
        0);
    return Task.of(Workload.custom(config), rows, TIMING).curveSteps();
  }

  @Test
  void dataOfAnotherKindOrOfTooFewRowsIsRefused() {
    Dataset floats = new Dataset(
        "floats",
        new Features.Floats(new float[8], 2, 1, 0),
        new Targets.Values(new float[4], 1),
        List.of(),
        0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.of(Tiny.workload(), floats, TIMING))
        .withMessage("a benchmark wants rows of bytes with class labels, 'floats' has others");

    Workload large = Workload.custom(RunConfig.DEFAULT.with("batch", "61"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.of(large, Tiny.data(), TIMING))
        .withMessageContaining("60 training rows, less than one batch of 61");
  }

  private ByteBuffer bytes(String file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
  }
}
