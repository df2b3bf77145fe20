package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for the real NVRTC in a toolkit's folder that the linker was not told of, in processes with
 * a stand-in for the driver. Not among the tests of a plain build, as {@link NvrtcProof} is not.
 */
class NvrtcFoldersProof {
  private static final String BUILTINS = "libnvrtc-builtins.so.13.1";

  @TempDir
  private Path temp;

  private Path toolkit;

  @BeforeEach
  void aToolkitAndADriver() throws IOException {
    toolkit = Files.createDirectories(temp.resolve("toolkit/lib64"));
    for (String file : List.of("libcudart.so.13", "libnvrtc.so.13", BUILTINS)) {
      try (InputStream in = getClass()
          .getResourceAsStream("/org/bytedeco/cuda/" + Libraries.platform() + "/" + file)) {
        Files.copy(in, toolkit.resolve(file));
      }
    }
    Path driver = HostCompiler.find()
        .orElseThrow(() -> new AssertionError("no C++ compiler for a stand-in of libcuda.so.1"))
        .make(
            "driver",
            new TreeMap<>(
                Map.of("driver.cpp", Files.readString(HostCompiler.SOURCES.resolve("driver.cpp")))),
            List.of("-shared", "-fPIC", "-Wl,-soname,libcuda.so.1", "driver.cpp"));
    Files.copy(driver, Files.createDirectory(temp.resolve("driver")).resolve("libcuda.so.1"));
  }

  @Test
  void nvrtcCompilesInAFolderThatTheLinkerDoesNotKnow() throws Exception {
    JsonNode machine = machine();

    assertThat(machine.get("reason").asText()).isEmpty();
    assertThat(machine.get("usable").asBoolean()).isTrue();
    assertThat(machine.get("device").asText()).startsWith("a stand-in, compute capability 9.0");
    assertThat(machine.get("versions").get("nvrtc").asText()).isEqualTo("13.1");
  }

  @Test
  void nvrtcBehindALinkIsFoundWithItsBuiltins() throws Exception {
    Path real = Files.move(toolkit, temp.resolve("elsewhere"));
    Files.createDirectory(toolkit);
    for (String file : List.of("libcudart.so.13", "libnvrtc.so.13")) {
      Files.createSymbolicLink(toolkit.resolve(file), real.resolve(file));
    }

    assertThat(machine().get("reason").asText()).isEmpty();
  }

  @Test
  void aBackendWhoseNvrtcCompilesNothingIsNotUsable() throws Exception {
    Files.delete(toolkit.resolve(BUILTINS));

    JsonNode machine = machine();

    assertThat(machine.get("usable").asBoolean()).isFalse();
    assertThat(machine.get("reason").asText())
        .isEqualTo("NVRTC 13.1 compiles nothing: NVRTC_ERROR_BUILTIN_OPERATION_FAILURE: failed to"
            + " open " + BUILTINS + "; build without -Dcuda.redist=false, or install CUDA 13, or"
            + " add the folder of the file to LD_LIBRARY_PATH");
  }

  /** What a process without CUDA's libraries on the class path finds here. */
  private JsonNode machine() throws Exception {
    String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("cuda-redist"))
        .collect(Collectors.joining(File.pathSeparator));
    Path json = temp.resolve("machine.json");
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.library.path=" + temp.resolve("driver"),
            "-Dorg.bytedeco.javacpp.cachedir=" + temp.resolve("cache"),
            "-cp",
            classPath,
            GpuCheck.class.getName(),
            json.toString(),
            "machine")
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.INHERIT);
    builder.environment().keySet().removeAll(List.of("LD_LIBRARY_PATH", "CUDA_PATH"));
    builder.environment().put("CUDA_HOME", toolkit.getParent().toString());
    builder.start().waitFor();
    return new ObjectMapper().readTree(json.toFile());
  }
}
