package dev.pulmu.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The system's C++ compiler, and what it made so far: {@code target/host-kernels} keeps each
 * library under the hash of all that went into it.
 */
final class HostCompiler {
  private static final Path MODULE =
      Files.isDirectory(Path.of("src", "test", "native")) ? Path.of("") : Path.of("cuda-profile");
  private static final Path CACHE = MODULE.resolve("target/host-kernels").toAbsolutePath();

  /** Where the shim's files are. */
  static final Path SOURCES = MODULE.resolve("src/test/native").toAbsolutePath();

  private static final Optional<HostCompiler> FOUND = search();

  private final String command;
  private final String version;

  private HostCompiler(String command, String version) {
    this.command = command;
    this.version = version;
  }

  /** Empty where there is none, or no Linux, whose loader the shim knows. */
  static Optional<HostCompiler> find() {
    return FOUND;
  }

  private static Optional<HostCompiler> search() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    for (String command : List.of("c++", "g++", "clang++")) {
      try {
        Output output = run(MODULE.toAbsolutePath(), List.of(command, "--version"));
        if (output.status() == 0) {
          return Optional.of(new HostCompiler(command, output.text()));
        }
      } catch (IOException notThere) {
        // The next one may be.
      }
    }
    return Optional.empty();
  }

  /**
   * What a compilation makes, a library or a program.
   *
   * @param name for people
   * @param files texts by name, side by side in a directory of their own, where the compiler runs
   * @param arguments of the compiler, besides where to put the library
   * @throws GpuException with the compiler's output
   */
  Path make(String name, SortedMap<String, String> files, List<String> arguments) {
    Path made = CACHE.resolve(name + "-" + hash(files, arguments));
    if (Files.exists(made)) {
      return made;
    }
    try {
      Files.createDirectories(CACHE);
      Path directory = Files.createTempDirectory(CACHE, name);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(directory.resolve(file.getKey()), file.getValue());
      }
      Path output = directory.resolve("made");
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(arguments);
      all.addAll(List.of("-o", output.toString()));
      Output said = run(directory, all);
      boolean compiled = said.status() == 0;
      if (compiled) {
        publish(output, made);
      }
      for (String file : files.keySet()) {
        Files.delete(directory.resolve(file));
      }
      Files.delete(directory);
      if (!compiled) {
        throw new GpuException(
            name + " does not compile on the host: " + String.join(" ", all) + "\n" + said.text());
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another process may have made the same one in the meantime. */
  private static void publish(Path output, Path made) throws IOException {
    try {
      Files.move(output, made, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException sameContent) {
      Files.delete(output);
    }
  }

  private String hash(SortedMap<String, String> files, List<String> arguments) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part : List.of(version, files, arguments)) {
        digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private record Output(int status, String text) {}

  private static Output run(Path directory, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException(e);
    }
  }
}
