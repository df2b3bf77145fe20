package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we publish can be used by builds that know nothing of ours, Gradle's too. */
class PublicationTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @MethodSource("modules")
  void noPublishedPomHoldsAPropertyOrThePlatformOfItsBuild(String module) throws IOException {
    Path pom = ROOT.resolve(module).resolve("target/published-pom.xml");

    assertThat(pom).as("left by the module's build: run with -am").exists();
    assertThat(Files.readString(pom))
        .contains("<artifactId>pulmu")
        .doesNotContain("${", "<parent>", "<profile>", "<classifier>", "<scope>test</scope>");
  }

  @Test
  void theReadmeNamesTheVersionsOfThisBuild() throws IOException {
    String ours = version("version");
    String onnxRuntime = version("onnxruntime.version").replaceFirst("\\.\\d+$", "");

    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains(
            "<version>" + ours + "</version>",
            "in ONNX Runtime 1.20 and " + onnxRuntime,
            "'dev.pulmu:pulmu-cpu-profile:" + ours + "'",
            "'org.nd4j:nd4j-native:" + version("nd4j.version") + ":linux-x86_64'",
            "'org.bytedeco:openblas:" + version("openblas.version") + ":linux-x86_64'",
            "'org.bytedeco:javacpp:" + version("javacpp.version") + ":linux-x86_64'");
  }

  @Test
  void thePageOnGpusNamesTheVersionsOfTheNewerProfile() throws IOException {
    List<String> cuda = versions("cuda.version");
    List<String> javacpp = versions("javacpp.version");

    assertThat(Files.readString(ROOT.resolve("docs/cuda.md")))
        .contains(
            "'dev.pulmu:pulmu-cuda-profile:" + version("version") + "'",
            "'org.bytedeco:cuda:" + cuda.get(1) + ":linux-x86_64'",
            "'org.bytedeco:cuda-redist:" + cuda.get(1) + ":linux-x86_64'",
            "'org.bytedeco:javacpp:" + javacpp.get(1) + ":linux-x86_64'");
  }

  private static Stream<String> modules() throws IOException {
    List<String> modules = found("<module>([a-z-]+)</module>", ROOT.resolve("pom.xml"));
    assertThat(modules).contains("engine", "cli");
    return Stream.concat(Stream.of("."), modules.stream());
  }

  private static String version(String element) throws IOException {
    return versions(element).get(0);
  }

  /** What the build's POM gives an element: by default, then in the profiles that name it. */
  private static List<String> versions(String element) throws IOException {
    return found("<" + element + ">(.*)</" + element + ">", ROOT.resolve("pom.xml"));
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
