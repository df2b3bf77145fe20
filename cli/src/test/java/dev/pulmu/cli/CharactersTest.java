package dev.pulmu.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher and a real JVM where no locale is set, with names in all characters. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pulmu is for POSIX shells")
class CharactersTest {
  @TempDir
  private Path directory;

  private Path root;

  @BeforeEach
  void write() throws IOException {
    root = checkout(directory.resolve("a checkout of josé"));
    String table = "x,y,種類\n" + "0.1,1,grün\n0.9,0,été\n".repeat(20);
    Path data = Files.createDirectory(directory.resolve("größe"));
    Files.writeString(data.resolve("train.csv"), table);
    Files.writeString(data.resolve("test.csv"), table);
  }

  @Test
  void pathsColumnsAndClassesAreReadAndPrinted() throws Exception {
    assertThat(pulmu(
            "LC_ALL=C",
            "train --dataset csv --data größe --targets labels(種類)"
                + " --epochs 1 --seed 1 --out r-ü"))
        .contains("report: r-ü/report.json");
    assertThat(directory.resolve("r-ü/report.json")).content().contains("labels(種類)");

    for (String locale : List.of("LANG=", "LANG=xx_YY.UTF-8")) { // none, and one that is nowhere
      assertThat(pulmu(locale, "evaluate r-ü --data größe")).contains("grün", "été");
    }
  }

  @Test
  void messagesAreInTheCharacterSetOfTheTerminal() throws Exception {
    List<String> flags =
        List.of("-Dstderr.encoding=ISO-8859-1", "-cp", System.getProperty("java.class.path"));
    try (CommandLineProcess process =
        CommandLineProcess.start(directory, 0, flags, List.of("train", "grün"))) {
      assertThat(process.status()).isEqualTo(2);
    }
    assertThat(directory.resolve("errors"))
        .content(ISO_8859_1)
        .isEqualToIgnoringNewLines("pulmu train: 'grün' is one argument too many");
  }

  /** What a command printed that succeeded, in an environment with little but a locale. */
  private String pulmu(String locale, String command) throws Exception {
    List<String> words = new ArrayList<>(List.of("env", "-i", locale));
    words.add("PATH=" + System.getenv("PATH"));
    words.add("HOME=" + System.getenv("HOME"));
    words.add("JAVA_HOME=" + System.getProperty("java.home"));
    words.addAll(List.of("/bin/sh", root.resolve("pulmu").toString(), "--profile", "cpu"));
    words.addAll(List.of(command.split(" ")));
    Process process = new ProcessBuilder(words)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
    String lines = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(lines).isZero();
    return lines;
  }

  /** One that is built: its only jar names the class path of this JVM. */
  private static Path checkout(Path root) throws IOException {
    Path built = Files.createDirectories(root.resolve("cli/target/pulmu"));
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.createDirectories(root.resolve("predict"));
    for (String file : List.of("pulmu", "pom.xml", "cli/pom.xml", "predict/kernels.hotspot")) {
      Files.copy(Path.of("..").resolve(file), root.resolve(file));
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    Path jar = Files.createDirectory(built.resolve("lib")).resolve("all.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    Files.writeString(built.resolve("built"), "cpu\n");
    return root;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(path -> Path.of(path).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
