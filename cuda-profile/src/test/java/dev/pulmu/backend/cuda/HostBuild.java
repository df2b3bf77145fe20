package dev.pulmu.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ways to build the shim, the kernels' libraries, and the player of tapes. */
enum HostBuild {
  /** To run in the JVM. Alignment is checked: that costs nothing. */
  PLAIN(List.of("-O2", "-fsanitize=alignment", "-fsanitize-undefined-trap-on-error"), List.of()),

  /** With AddressSanitizer and UndefinedBehaviorSanitizer in the kernels. */
  ADDRESS(
      List.of(
          "-O1",
          "-g",
          "-fsanitize=address,undefined,float-cast-overflow",
          "-fno-sanitize-recover=all"),
      List.of("-DPULMU_SANITIZED")),

  /** With ThreadSanitizer in the kernels. */
  THREAD(List.of("-O1", "-g", "-fsanitize=thread"), List.of("-DPULMU_SANITIZED", "-DPULMU_TSAN"));

  private static final List<String> LIBRARY =
      List.of("-std=c++17", "-fPIC", "-shared", "-ffp-contract=off");
  private static final List<String> HEADERS =
      List.of("launch.h", "race.h", "fault.h", "fiber.h", "shim.h");

  private final List<String> flags;
  private final List<String> definitions;
  private Path shim;

  HostBuild(List<String> flags, List<String> definitions) {
    this.flags = flags;
    this.definitions = definitions;
  }

  /** Whether dynamic shared memory is a pointer, because sanitizers do not watch thread_local. */
  boolean sharedByPointer() {
    return this != PLAIN;
  }

  /** The library that runs blocks of threads; it is not watched itself. */
  synchronized Path shim() {
    if (shim == null) {
      List<String> units = List.of("shim.cpp", "host.cpp", "bridge.cpp");
      List<String> arguments = new ArrayList<>(LIBRARY);
      arguments.add("-O3");
      arguments.addAll(definitions);
      arguments.addAll(units);
      arguments.add("-ldl");
      shim = compile("shim", sources(units), arguments);
    }
    return shim;
  }

  /**
   * The library of a kernel. What it includes of the shim is in the shim's own hash.
   *
   * @param files with {@code unit.cpp}, which is compiled
   */
  Path kernel(String name, SortedMap<String, String> files) {
    List<String> arguments = new ArrayList<>(LIBRARY);
    arguments.addAll(List.of("-Wl,-Bsymbolic", "-fvisibility=hidden"));
    arguments.addAll(flags);
    arguments.addAll(definitions);
    arguments.addAll(List.of("-I" + HostCompiler.SOURCES, "unit.cpp", shim().toString()));
    return compile(name, files, arguments);
  }

  /** The program that plays a tape. */
  Path replay() {
    List<String> arguments = new ArrayList<>(List.of("-std=c++17"));
    arguments.addAll(flags);
    arguments.addAll(List.of("replay.cpp", shim().toString()));
    return compile("replay", sources(List.of("replay.cpp")), arguments);
  }

  private static Path compile(
      String name, SortedMap<String, String> files, List<String> arguments) {
    return HostCompiler.find().orElseThrow().make(name, files, arguments);
  }

  private static SortedMap<String, String> sources(List<String> units) {
    SortedMap<String, String> files = new TreeMap<>();
    List<String> names = new ArrayList<>(HEADERS);
    names.addAll(units);
    for (String name : names) {
      try {
        files.put(name, Files.readString(HostCompiler.SOURCES.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }
}
