package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.files.AtomicFile;
import dev.pulmu.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NumpyArchiveTest {
  /** What {@code numpy.save} of NumPy 2.4 writes of arange(6, dtype=float32).reshape(2, 3). */
  private static final String MATRIX =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir
  private Path directory;

  @Test
  void anArrayHasTheBytesThatNumpyWrites() throws IOException {
    byte[] bytes = bytes(NumpyArray.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3));

    ByteBuffer wanted = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN);
    wanted.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    wanted.put(
        (MATRIX + " ".repeat(117 - MATRIX.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 6; i++) {
      wanted.putFloat(i);
    }
    assertThat(bytes).isEqualTo(wanted.array());
    assertThat(new String(bytes(NumpyArray.of(new byte[] {1, 2})), StandardCharsets.ISO_8859_1))
        .contains("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }")
        .endsWith("\n\1\2");
  }

  @Test
  void nd4jReadsAllOfIt() throws Exception {
    Model model = Models.of("300: dense(100) batch-norm relu, dense(3)", Models.SOFTMAX);
    Path file = directory.resolve("model.npz");
    AtomicFile.write(file, NumpyArchive.of(model)::write);

    Map<String, INDArray> arrays = Nd4j.createFromNpzFile(file.toFile());

    assertThat(arrays)
        .containsOnlyKeys(
            "dense1.w",
            "dense1.gamma",
            "dense1.beta",
            "dense1.mean",
            "dense1.variance",
            "dense2.w",
            "dense2.b",
            "network",
            "loss",
            "classNames",
            "normalisation",
            "provenance");
    assertThat(arrays.get("dense1.w").shape()).containsExactly(300, 100);
    assertThat(arrays.get("dense1.w").dup('c').data().asFloat())
        .isEqualTo(model.state().tensor("dense1.w").values());
    assertThat(arrays.get("dense2.b").toFloatVector())
        .isEqualTo(model.state().tensor("dense2.b").values());
    assertThat(arrays.get("network").dataType()).isEqualTo(DataType.UINT8);
  }

  @Test
  void textsAreTheirBytesAndStatisticsAreReadyForUse() throws IOException {
    Model model = Models.of("3: dense(2) batch-norm, dense(3)", Models.SOFTMAX);
    NumpyArchive archive = NumpyArchive.of(model);
    Path file = directory.resolve("model.npz");
    AtomicFile.write(file, archive::write);
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        assertThat(entry.getTimeLocal()).isEqualTo("1980-01-01T00:00:00");
        String name = entry.getName().replace(".npy", "");
        arrays.put(name, zip.getInputStream(entry).readAllBytes());
      }
    }

    assertThat(archive.names()).containsExactlyElementsOf(arrays.keySet()).contains("dense1.w");
    assertThat(numbers(arrays.get("network")))
        .isEqualTo(model.network().text().getBytes(StandardCharsets.UTF_8));
    float mean = ByteBuffer.wrap(numbers(arrays.get("dense1.mean")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
    float seen = model.state().tensor("dense1.runningWeight").values()[0];
    assertThat(seen).isBetween(0.01f, 0.99f);
    assertThat(mean).isEqualTo(model.state().tensor("dense1.runningMean").values()[0] / seen);
  }

  private static byte[] numbers(byte[] array) {
    return Arrays.copyOfRange(array, 128, array.length);
  }

  private static byte[] bytes(NumpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.write(out);
    assertThat(out.size()).isEqualTo((int) array.size());
    return out.toByteArray();
  }
}
