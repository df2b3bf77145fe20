package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the text of every module's sources. */
class SourceFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final int MOST_LINES = 400;
  private static final int MOST_FILES = 20;
  private static final Set<String> WHOLE = Set.of("cpu", "cuda");

  /** Data files may be as long as their data. */
  private static final Pattern CODE =
      Pattern.compile(".*\\.(java|cuh?|c|cc|cpp|h|hpp|js|css|html|py|sh)");

  @Test
  void noFileIsLongerThanAPersonReads() throws IOException {
    assertThat(files("src/main", "src/test"))
        .filteredOn(file -> CODE.matcher(file.getFileName().toString()).matches())
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(lines(file)).as("lines of %s", file).isLessThanOrEqualTo(MOST_LINES));
  }

  @Test
  void everyPackageSaysWhatComesInAndWhatGoesOut() throws IOException {
    assertThat(files("src/main/java"))
        .filteredOn(file -> file.toString().endsWith(".java"))
        .extracting(Path::getParent)
        .isNotEmpty()
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  /** But for two whose classes are nobody else's business, and are many for that reason. */
  @Test
  void packagesFitOnAScreen() throws IOException {
    assertThat(files("src/main/java").stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting())))
        .isNotEmpty()
        .allSatisfy((folder, files) -> assertThat(files)
            .as("files in %s", folder)
            .isLessThanOrEqualTo(
                WHOLE.contains(folder.getFileName().toString()) ? 40 : MOST_FILES));
  }

  /** The files in these folders of all modules. */
  static List<Path> files(String... folders) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .flatMap(module -> Stream.of(folders).map(module::resolve))
          .filter(Files::isDirectory)
          .flatMap(SourceFilesTest::walk)
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts line ends, and a last line without one; in bytes, so that any encoding will do. */
  private static int lines(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int lines = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
      for (byte b : bytes) {
        lines += b == '\n' ? 1 : 0;
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
