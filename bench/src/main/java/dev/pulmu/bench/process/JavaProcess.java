package dev.pulmu.bench.process;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands for other JVMs of the JDK that runs this one. */
public final class JavaProcess {
  private static final String VECTORS = "jdk.incubator.vector";

  private JavaProcess() {}

  /**
   * One with the class path and all flags of this one, and the vector API, which the {@code cpu}
   * backend is written in.
   */
  public static List<String> own(int threads, Class<?> main, String... arguments) {
    List<String> flags = new ArrayList<>(flags());
    flags.removeIf(flag -> flag.startsWith("-Dpulmu.threads="));
    flags.add("-Dpulmu.threads=" + threads);
    if (ModuleFinder.ofSystem().find(VECTORS).isPresent() && !flags.toString().contains(VECTORS)) {
      flags.add("--add-modules=" + VECTORS);
    }
    String classPath = System.getProperty("java.class.path");
    return command(flags, classPath, main.getName(), arguments);
  }

  /** One with a class path of its own, and those flags of this one that are not for libraries. */
  public static List<String> other(String classPath, String main, String... arguments) {
    List<String> flags = flags().stream().filter(flag -> !flag.startsWith("-D")).toList();
    return command(flags, classPath, main, arguments);
  }

  /** Without agents, of which one may serve one JVM only. */
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
        .toList();
  }

  private static List<String> command(
      List<String> flags, String classPath, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
