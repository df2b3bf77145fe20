package dev.pulmu.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import dev.pulmu.report.Build;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The machine that was measured on, as it was when the benchmark began.
 *
 * @param cpu the processor's name, or its architecture where the system does not tell
 * @param cores how many processors this JVM sees
 * @param megahertz their mean clock then, if the system tells
 * @param maximumMegahertz their highest clock, if the system tells
 * @param memoryBytes of the machine
 * @param load how many processes wanted a processor in the minute before, if the system tells
 * @param system name and version
 * @param java version and maker of the JVM
 * @param build of Pulmu
 */
public record Machine(
    String cpu,
    int cores,
    OptionalDouble megahertz,
    OptionalDouble maximumMegahertz,
    long memoryBytes,
    OptionalDouble load,
    String system,
    String java,
    Build build) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final Path HIGHEST_KILOHERTZ =
      Path.of("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq");

  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    List<String> cpus = lines(CPUS);
    double load = system.getSystemLoadAverage();
    return new Machine(
        values(cpus, "model name").findFirst().orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        values(cpus, "cpu MHz").mapToDouble(Double::parseDouble).average(),
        lines(HIGHEST_KILOHERTZ).stream()
            .mapToDouble(text -> Double.parseDouble(text) / 1e3)
            .findFirst(),
        system.getTotalMemorySize(),
        load < 0 ? OptionalDouble.empty() : OptionalDouble.of(load),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")",
        Build.current());
  }

  private static Stream<String> values(List<String> lines, String key) {
    Predicate<String> wanted = line -> line.startsWith(key);
    return lines.stream()
        .filter(wanted)
        .map(line -> line.substring(line.indexOf(':') + 1).strip());
  }

  /** None where there is no such file. */
  private static List<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException notLinux) {
      return List.of();
    }
  }

  /** Names and clocks of the GPUs, as their driver tells them. */
  public static Optional<String> gpus(Path folder) {
    try {
      Process process = new ProcessBuilder(
              "nvidia-smi",
              "--query-gpu=name,clocks.sm,clocks.max.sm,clocks.mem,driver_version",
              "--format=csv,noheader")
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("gpus.txt").toFile())
          .start();
      boolean told = process.waitFor() == 0;
      return Optional.of(String.join("; ", lines(folder.resolve("gpus.txt"))))
          .filter(text -> told && !text.isEmpty());
    } catch (IOException noDriver) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
