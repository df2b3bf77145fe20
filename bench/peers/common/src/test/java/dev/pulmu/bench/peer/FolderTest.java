package dev.pulmu.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir
  Path place;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(place.resolve("task.json"), """
        {"workload":"tiny","inputs":2,"hidden":[3],"batchNorm":true,"outputs":2,"batch":2,
         "optimizer":{"name":"adam","rate":0.001,"beta1":0.9,"beta2":0.999,"epsilon":1e-8},
         "batchNormEpsilon":1e-5,"batchNormMomentum":0.9,"scale":0.5,"shift":-1,"rows":4,
         "stepsPerEpoch":2,"curveSteps":20,"samples":3,"sampleSeconds":0.5,"sampleSteps":7,"warmUpSeconds":2,
         "threads":2}
        """);
    Files.writeString(place.resolve("weights.json"), """
        [{"name":"dense1.w","rows":2,"columns":3,"offset":0},
         {"name":"dense1.gamma","rows":1,"columns":3,"offset":6}]
        """);
    Files.write(place.resolve("features.u8"), new byte[] {0, 1, 2, 3, 4, 5, 6, -1});
    Files.write(place.resolve("labels.i32"), integers(0, 1, 1, 258));
    Files.write(place.resolve("order.i32"), integers(3, 2, 1, 0));
    ByteBuffer weights = littleEndian(9);
    for (int i = 0; i < 9; i++) {
      weights.putFloat(i + 0.5f);
    }
    Files.write(place.resolve("weights.f32"), weights.array());
  }

  @Test
  void everyFileIsRead() throws IOException {
    Folder folder = Folder.read(place);

    assertThat(folder.features()).hasSize(8).endsWith(-1);
    assertThat(folder.labels()).containsExactly(0, 1, 1, 258);
    assertThat(folder.order()).containsExactly(3, 2, 1, 0);
    assertThat(folder.weights("dense1.w")).containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
    assertThat(folder.weights("dense1.gamma")).containsExactly(6.5f, 7.5f, 8.5f);
    assertThat(folder.task().optimizer()).isEqualTo(new Task.Rule("adam", 0.001, 0.9, 0.999, 1e-8));
    assertThat(folder.task().shift()).isEqualTo(-1);
  }

  @Test
  void layersFollowFromTheWidths() throws IOException {
    assertThat(Folder.read(place).task().layers())
        .containsExactly(
            new Task.Layer("dense1", 2, 3, true, true),
            new Task.Layer("dense2", 3, 2, false, false));
  }

  @Test
  void batchesBeginAnewWithTheEpoch() throws IOException {
    Folder folder = Folder.read(place);

    assertThat(new int[] {folder.batchStart(0), folder.batchStart(1), folder.batchStart(2)})
        .containsExactly(0, 2, 0);
  }

  @Test
  void anUnknownTensorIsNamed() throws IOException {
    Folder folder = Folder.read(place);

    assertThatThrownBy(() -> folder.weights("dense9.w"))
        .hasMessageContaining("no tensor 'dense9.w'")
        .hasMessageContaining("dense1.gamma");
  }

  @Test
  void anUnknownOptimizerIsNamed() {
    assertThat(new Task.Rule("sgd", 0.1, 0, 0, 0).isAdam()).isFalse();
    assertThatThrownBy(() -> new Task.Rule("rmsprop", 0.1, 0, 0, 0).isAdam())
        .hasMessage("unknown optimizer 'rmsprop'; known: adam, sgd");
  }

  private static byte[] integers(int... values) {
    ByteBuffer bytes = littleEndian(values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static ByteBuffer littleEndian(int values) {
    return ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
  }
}
