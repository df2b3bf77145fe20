package dev.pulmu.backend.cuda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The shared libraries of driver and toolkit: on the class path, where JavaCPP finds them, or in
 * folders of the machine, more than JavaCPP knows.
 */
final class Libraries {
  private static final Pattern MISSING_FILE =
      Pattern.compile("(\\S+): cannot open shared object file");

  private Libraries() {}

  /** The version of the presets in this build: {@code 13.1-9.19-1.5.13}. */
  static String presets() {
    String path = "/META-INF/maven/org.bytedeco/cuda/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = Libraries.class.getResourceAsStream(path)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      throw new GpuException(path + " on the class path is unreadable", unreadable);
    }
    return properties.getProperty("version", "0.0");
  }

  /** The major version of the CUDA that the presets are for. */
  static int cuda() {
    String presets = presets();
    return Integer.parseInt(presets.substring(0, presets.indexOf('.')));
  }

  /** Whether this build holds a file of the presets' natives, or of the toolkit. */
  static boolean inBuild(String file) {
    String folder = "/org/bytedeco/cuda/" + platform() + "/";
    return Libraries.class.getResource(folder + file) != null;
  }

  /** As the loader says it, whose own method loads JavaCPP's natives: a tenth of a second. */
  static String platform() {
    return System.getProperty("org.bytedeco.javacpp.platform", Loader.Detector.getPlatform());
  }

  /**
   * Loads a class of the presets.
   *
   * @param files of the toolkit that it needs, those that need no other of them first
   * @throws GpuException if a library is missing or does not load: which, where it was looked for,
   *     and what to install
   */
  static void load(Class<?> preset, List<String> files) {
    List<Path> folders = folders();
    try {
      for (String file : files) {
        // A library that is loaded serves everyone who names it, wherever it came from.
        if (!inBuild(file)) {
          find(file, folders).ifPresent(path -> System.load(path.toString()));
        }
      }
      Loader.load(preset);
    } catch (LinkageError e) {
      throw new GpuException(explanation(e, folders), e);
    }
  }

  /**
   * Loads what the toolkit has beside one of its files, wherever that one is found: the linker may
   * not know the folder.
   *
   * @param prefix how the names of these libraries begin
   * @throws GpuException if one does not load
   */
  static void loadBeside(String file, String prefix) {
    if (inBuild(file)) {
      return;
    }
    List<Path> folders = folders();
    try {
      find(file, folders).stream()
          .flatMap(found -> beside(found, prefix).stream())
          .forEach(path -> System.load(path.toString()));
    } catch (LinkageError e) {
      throw new GpuException(explanation(e, folders), e);
    }
  }

  /** Also where a link leads to; each name once. */
  static Collection<Path> beside(Path file, String prefix) {
    Map<String, Path> found = new TreeMap<>();
    for (Path folder : List.of(file.getParent(), real(file).getParent())) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries
            .filter(entry -> entry.getFileName().toString().startsWith(prefix))
            .forEach(entry -> found.putIfAbsent(entry.getFileName().toString(), entry));
      } catch (IOException unreadable) {
        // What is missing there is said when it is needed
      }
    }
    return found.values();
  }

  /** The folders of this machine where libraries of driver and toolkit may be. */
  static List<Path> folders() {
    return folders(System.getProperty("java.library.path", ""), System.getenv(), Path.of("/"));
  }

  static List<Path> folders(String libraryPath, Map<String, String> environment, Path root) {
    Set<Path> folders = new LinkedHashSet<>();
    for (String folder : libraryPath.split(File.pathSeparator)) {
      folders.add(Path.of(folder));
    }
    List<Path> toolkits = new ArrayList<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      Optional.ofNullable(environment.get(variable)).map(Path::of).ifPresent(toolkits::add);
    }
    toolkits.addAll(toolkits(root.resolve("usr/local")));
    toolkits.add(root.resolve("opt/cuda"));
    toolkits.forEach(toolkit -> folders.add(toolkit.resolve("lib64")));
    for (String folder : List.of(
        "usr/lib/x86_64-linux-gnu",
        "usr/lib/aarch64-linux-gnu",
        "usr/lib64",
        "usr/local/nvidia/lib64",
        "usr/lib/wsl/lib")) {
      folders.add(root.resolve(folder));
    }
    return folders.stream()
        .filter(Path::isAbsolute)
        .filter(Files::isDirectory)
        .map(Libraries::real)
        .distinct()
        .toList();
  }

  /** Through links: {@code /lib} and {@code /usr/lib} are often one folder. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path;
    }
  }

  /** {@code cuda}, then {@code cuda-13.1}, {@code cuda-13.0}, … */
  private static List<Path> toolkits(Path local) {
    try (Stream<Path> entries = Files.list(local)) {
      List<Path> toolkits = entries
          .filter(entry -> entry.getFileName().toString().startsWith("cuda-"))
          .sorted(Collections.reverseOrder())
          .collect(Collectors.toCollection(ArrayList::new));
      toolkits.add(0, local.resolve("cuda"));
      return toolkits;
    } catch (IOException noSuchFolder) {
      return List.of();
    }
  }

  static Optional<Path> find(String file, List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Which file is missing, where it was looked for, and what to do; in one line. */
  static String explanation(LinkageError error, List<Path> folders) {
    String said = error.toString();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher matcher = MISSING_FILE.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return missing(matcher.group(1), folders);
      }
      said = cause.getMessage();
    }
    return "CUDA's libraries do not load: " + said;
  }

  /** How to get a part of the toolkit that comes with the build, unless it was left out. */
  static String remedy() {
    return (cuda() >= 13 ? "build without -Dcuda.redist=false, or " : "") + installed();
  }

  private static String installed() {
    return "install CUDA " + cuda() + ", or add the folder of the file to LD_LIBRARY_PATH";
  }

  static String missing(String file, List<Path> folders) {
    String what = "";
    String remedy = installed();
    if (file.startsWith("libcuda.so")) {
      what = "no NVIDIA driver: ";
      remedy = "install it (Debian: apt install nvidia-driver; Ubuntu: ubuntu-drivers install); "
          + "'nvidia-smi' must list the GPU";
    } else if (!file.startsWith("libcublas")) {
      remedy = remedy();
    }
    return what + file + " was not found; looked on the class path and in "
        + folders.stream().map(Path::toString).collect(Collectors.joining(", ")) + "; " + remedy;
  }
}
