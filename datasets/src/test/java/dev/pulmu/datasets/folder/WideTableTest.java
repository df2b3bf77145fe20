package dev.pulmu.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of very many columns, as of genes. */
class WideTableTest {
  private static final int COLUMNS = 20_000;
  private static final int FEW = 5;
  private static final int ROUNDS = 30;

  @TempDir
  private Path directory;

  /**
   * Time of this thread alone, the least of several: columns that are looked up one by one took
   * sixteen times as long for four times as many.
   */
  @Test
  void timeGrowsWithTheCellsAndNotWithTheirSquare() throws IOException {
    Path narrow = write("narrow", COLUMNS);
    Path wide = write("wide", 4 * COLUMNS);

    // On a busy machine the least of a few is not yet what it takes
    long leastNarrow = Long.MAX_VALUE;
    long leastWide = Long.MAX_VALUE;
    double ratio = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && (round < FEW || ratio >= 9); round++) {
      leastNarrow = Math.min(leastNarrow, nanoseconds(narrow));
      leastWide = Math.min(leastWide, nanoseconds(wide));
      ratio = (double) leastWide / leastNarrow;
    }
    assertThat(ratio).isLessThan(9);
  }

  @Test
  void aColumnAtTheEndIsFoundAndOneThatIsMissingTold() throws IOException {
    Path table = write("table", COLUMNS);

    assertThat(load(table, "y").table().orElseThrow().features()).hasSize(COLUMNS);
    assertThatThrownBy(() -> load(table, "z"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(", x18, x19 and 19981 more");
  }

  private static long nanoseconds(Path table) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    load(table, "y");
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }

  private static Dataset load(Path table, String target) {
    return Datasets.load(
        "csv",
        Lookup.usual().in(table),
        Optional.of(new TargetColumns(TargetColumns.Kind.NUMBERS, List.of(target))));
  }

  private Path write(String name, int columns) throws IOException {
    Path table = Files.createDirectory(directory.resolve(name));
    String header =
        IntStream.range(0, columns).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    String row = "1,".repeat(columns) + "2\n";
    Files.writeString(table.resolve("train.csv"), header + ",y\n" + row);
    Files.writeString(table.resolve("test.csv"), header + ",y\n" + row);
    return table;
  }
}
