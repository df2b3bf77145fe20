package dev.pulmu.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir
  private Path directory;

  @Test
  void theFileAppearsWhenItIsComplete() {
    Path file = directory.resolve("new");

    AtomicFile.write(file, out -> {
      out.write(new byte[200_000]);
      out.flush();
      assertThat(file).doesNotExist();
    });

    assertThat(file).hasSize(200_000);
    assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void anOlderFileStaysUntilTheNewOneIsComplete() throws IOException {
    Path file = Files.writeString(directory.resolve("kept"), "older");

    AtomicFile.write(file, out -> {
      out.write('n');
      out.flush();
      assertThat(file).hasContent("older");
    });

    assertThat(file).hasContent("n");
  }

  @Test
  void aWriteThatFailsLeavesTheOlderFileAndNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("kept"), "older");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> AtomicFile.write(file, out -> {
          out.write(new byte[100_000]);
          throw new IOException("No space left on device");
        }))
        .withMessage(file + " cannot be written: No space left on device");

    assertThat(file).hasContent("older");
    assertThat(directory.toFile().list()).containsExactly("kept");
  }

  @Test
  void aBugInTheContentLeavesNothingEither() {
    assertThatIllegalStateException()
        .isThrownBy(() -> AtomicFile.write(directory.resolve("new"), out -> {
          throw new IllegalStateException("bug");
        }));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aMissingDirectoryIsSaid() {
    Path file = directory.resolve("missing").resolve("file");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
        .withMessage(file + " cannot be written: no such file or directory");
  }

  @Test
  void aDirectoryInTheWayIsNotReplaced() throws IOException {
    Path file =
        Files.createDirectories(directory.resolve("taken").resolve("inside")).getParent();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
        .withMessageStartingWith(file + " cannot be written: ");
    assertThat(directory.toFile().list()).containsExactly("taken");
  }

  @Test
  void reasonsAreForPeople() {
    assertThat(AtomicFile.reason(new FileSystemException("f", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
    assertThat(AtomicFile.reason(new java.nio.file.AccessDeniedException("f")))
        .isEqualTo("permission denied");
    assertThat(AtomicFile.reason(new IOException())).isEqualTo("java.io.IOException");
  }
}
