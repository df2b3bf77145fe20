package dev.pulmu.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import org.junit.jupiter.api.Test;

/** What makes vector code fast, and soon. */
class VectorCodeTest {
  private static final Path COMMANDS = Path.of("kernels.hotspot");

  @Test
  void theJvmsCommandsNameKernels() throws IOException {
    List<String> classes = Files.readAllLines(COMMANDS).stream()
        .filter(line -> line.startsWith("CompileThresholdScaling "))
        .map(line -> line.split("[ :]")[1])
        .toList();
    assertThat(classes)
        .containsExactlyInAnyOrder(
            RowTiles.class.getName(),
            RowSums.class.getName(),
            ColumnTiles.class.getName(),
            VectorKernels.class.getName(),
            VectorConversions.class.getName(),
            VectorExponential.class.getName());
  }

  @Test
  void noMethodTakesOrGivesVectors() {
    // Where the compiler does not inline one, its vectors become objects, differently from run to
    // run
    assertThat(Stream.of(
                VectorKernels.class,
                VectorConversions.class,
                VectorExponential.class,
                VectorProducts.class,
                RowTiles.class,
                RowSums.class,
                ColumnTiles.class)
            .flatMap(each -> Stream.of(each.getDeclaredMethods())))
        .isNotEmpty()
        .noneMatch(method -> Vector.class.isAssignableFrom(method.getReturnType())
            || Stream.of(method.getParameterTypes()).anyMatch(Vector.class::isAssignableFrom));
  }
}
