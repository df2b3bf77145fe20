package dev.pulmu.datasets.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeardStreamTest {
  private static final int MIB = 1 << 20;

  @TempDir
  private Path directory;

  private final List<String> heard = new ArrayList<>();

  private final Lookup.Listener listener = new Lookup.Listener() {
    @Override
    public void reading(String file, long bytes, long total) {
      heard.add(file + " " + bytes + "/" + total);
    }
  };

  @Test
  void aListenerHearsOfEveryMegabyteAndTheBytesAreTheFiles() throws IOException {
    byte[] bytes = new byte[2 * MIB + 5];
    bytes[MIB] = 7;
    Path file = Files.write(directory.resolve("a"), bytes);

    try (InputStream in = new HeardStream(file, listener)) {
      assertThat(in.read()).isZero();
      assertThat(in.readNBytes(MIB - 1)).hasSize(MIB - 1);
      assertThat(in.read()).isEqualTo(7);
      assertThat(in.readAllBytes()).hasSize(MIB + 4);
      assertThat(in.read()).isEqualTo(-1);
    }

    assertThat(heard).hasSize(2).first().isEqualTo("a " + MIB + "/" + bytes.length);
  }

  @Test
  void theReadingOfALargeTableIsHeard() throws IOException {
    String row = "0.125,".repeat(1000) + "1\n";
    String names =
        IntStream.range(0, 1000).mapToObj(i -> "c" + i).collect(Collectors.joining(",")) + ",y\n";
    Files.writeString(directory.resolve("train.csv"), names + row.repeat(400));
    Files.writeString(directory.resolve("test.csv"), names + row);
    Lookup lookup = Lookup.usual().in(directory).heardBy(listener);

    Datasets.load(
        "csv", lookup, Optional.of(new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("y"))));

    assertThat(heard).hasSize(2).allMatch(line -> line.startsWith("train.csv "));
  }
}
