package dev.pulmu.datasets.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.datasets.idx.IdxFixture;
import dev.pulmu.datasets.idx.IdxRecordReader;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.TargetColumns;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a second JVM whose class path has no ND4J backend, and looks at the classes that it loads.
 */
class WithoutNativesTest {
  @TempDir
  Path directory;

  /** What the second JVM does: data sets by name, and single records. */
  static final class Program {
    private static final TargetColumns Y =
        new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("y"));

    public static void main(String[] args) {
      Path directory = Path.of(args[0]);
      Dataset data = Datasets.load("mnist", Lookup.usual().in(directory))
          .withValidation(0.5, 1, ValidationRows.RANDOM);
      IdxRecordReader reader = new IdxRecordReader(
          directory.resolve("train-images-idx3-ubyte"),
          directory.resolve("train-labels-idx1-ubyte"));
      Datasets.load("csv", Lookup.usual().in(directory), Optional.of(Y));
      System.out.println("read " + data.sha256() + " and " + reader.next().get(1));
    }
  }

  @Test
  void loadingByNameAndReadingRecordsStartNoNd4j() throws IOException, InterruptedException {
    IdxFixture.folder(directory, "-ubyte");
    Files.writeString(directory.resolve("train.csv"), "x,y\n1,2\n");
    Files.writeString(directory.resolve("test.csv"), "x,y\n1,2\n");
    String classPath = Arrays.stream(
            System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("nd4j-native") && !entry.contains("openblas"))
        .collect(Collectors.joining(File.pathSeparator));
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:stdout",
            "-cp",
            classPath,
            Program.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log)
        .contains("read " + Datasets.MNIST.load(directory).sha256() + " and 5")
        .contains(" dev.pulmu.datasets.Dataset ")
        .doesNotContain("org.nd4j.linalg.factory.Nd4j ")
        .doesNotContain("org.bytedeco.javacpp.Loader ");
  }
}
