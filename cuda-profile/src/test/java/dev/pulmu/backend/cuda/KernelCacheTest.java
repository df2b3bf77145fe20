package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final byte[] CODE = {1, 2, 3, 4, 5};
  private static final String KEY = "0123abcd";

  @TempDir
  private Path temp;

  private int compiled;

  @Test
  void aKernelIsCompiledOnceAndThenReadFromTheDisk() throws IOException {
    Path folder = temp.resolve("pulmu/kernels");

    assertThat(code(folder)).isEqualTo(CODE);
    assertThat(code(folder)).isEqualTo(CODE);

    assertThat(compiled).isEqualTo(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(KEY));
    }
  }

  @Test
  void aDamagedEntryIsCompiledAgainAndReplaced() throws IOException {
    code(temp);
    Path file = temp.resolve(KEY);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[whole.length - 1] ^= 1;
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    int damaged = 0;

    for (byte[] entry : List.of(
        flipped,
        longer,
        Arrays.copyOf(whole, whole.length - 1),
        Arrays.copyOf(whole, 32),
        new byte[0])) {
      Files.write(file, entry);
      assertThat(code(temp)).isEqualTo(CODE);
      assertThat(compiled).isEqualTo(1 + ++damaged);
      assertThat(file).hasBinaryContent(whole);
    }
  }

  @Test
  void aFolderThatCannotBeMadeCostsTimeOnly() throws IOException {
    Path file = Files.createFile(temp.resolve("kernels"));

    assertThat(code(file)).isEqualTo(CODE);
    assertThat(code(file)).isEqualTo(CODE);

    assertThat(compiled).isEqualTo(2);
  }

  private byte[] code(Path folder) {
    return new KernelCache(folder).code(KEY, () -> {
      compiled++;
      return CODE.clone();
    });
  }
}
