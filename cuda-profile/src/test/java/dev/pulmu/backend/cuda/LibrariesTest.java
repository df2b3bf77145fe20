package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  @TempDir
  private Path root;

  @Test
  void thePresetsOfThisBuildAreKnown() {
    assertThat(Libraries.presets()).matches("1[13]\\..*-1\\.5\\..*");
    assertThat(Libraries.cuda()).isIn(11, 13);
  }

  @Test
  void foldersComeFromThePathTheEnvironmentAndEveryInstalledToolkit() throws IOException {
    Path path = folder("my/libraries");
    Path home = folder("home/cuda/lib64");
    Path newer = folder("usr/local/cuda-13.1/lib64");
    Path older = folder("usr/local/cuda-13.0/lib64");
    Path debian = folder("usr/lib/x86_64-linux-gnu");

    assertThat(Libraries.folders(
            path + ":/not/there:relative",
            Map.of("CUDA_HOME", root.resolve("home/cuda").toString()),
            root))
        .containsExactly(path, home, newer, older, debian);
  }

  @Test
  void theFirstFolderWithTheFileWins() throws IOException {
    Path first = folder("a");
    Path second = folder("b");
    Path file = Files.createFile(second.resolve("libnvrtc.so.13"));

    assertThat(Libraries.find("libnvrtc.so.13", List.of(first, second))).contains(file);
    assertThat(Libraries.find("libcublas.so.13", List.of(first, second))).isEmpty();
  }

  @Test
  void whatLiesBesideALibraryOrWhereALinkToItLeadsIsFoundOnce() throws IOException {
    Path folder = folder("lib64");
    Path real = folder("real");
    Path library = Files.createFile(real.resolve("libnvrtc.so.13.1.80"));
    Path link = Files.createSymbolicLink(folder.resolve("libnvrtc.so.13"), library);
    Path older = Files.createFile(folder.resolve("libnvrtc-builtins.so.13.0"));
    Files.createFile(real.resolve("libnvrtc-builtins.so.13.0"));
    Path newer = Files.createFile(real.resolve("libnvrtc-builtins.so.13.1"));
    Files.createFile(real.resolve("libnvrtc-builtins.so.12.9"));
    String prefix = "libnvrtc-builtins.so.13.";

    assertThat(Libraries.beside(link, prefix)).containsExactly(older, newer);
    assertThat(Libraries.beside(root.resolve("gone/libnvrtc.so.13"), prefix)).isEmpty();
  }

  @Test
  void aMissingDriverIsNamedWithWhereItWasLookedForAndWhatToInstall() {
    Error error = new UnsatisfiedLinkError("no jnicudart in java.library.path: /lib");
    error.initCause(new UnsatisfiedLinkError("/cache/libjnicudart.so: libcuda.so.1: "
        + "cannot open shared object file: No such file or directory"));

    assertThat(Libraries.explanation((LinkageError) error, List.of(Path.of("/lib64"))))
        .startsWith("no NVIDIA driver: libcuda.so.1 was not found")
        .contains("/lib64", "apt install nvidia-driver")
        .doesNotContain("\n");
  }

  @Test
  void aMissingLibraryOfTheToolkitSaysHowToGetIt() {
    assertThat(Libraries.missing("libnvrtc.so.13", List.of()))
        .contains("install CUDA " + Libraries.cuda(), "LD_LIBRARY_PATH");
    assertThat(Libraries.missing("libcublas.so.13", List.of()))
        .contains("install CUDA", "LD_LIBRARY_PATH")
        .doesNotContain("redist");
  }

  @Test
  void whateverElseKeepsALibraryFromLoadingIsSaid() {
    assertThat(Libraries.explanation(
            new UnsatisfiedLinkError("libcudart.so.13: file too short"), List.of()))
        .isEqualTo("CUDA's libraries do not load: libcudart.so.13: file too short");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }
}
