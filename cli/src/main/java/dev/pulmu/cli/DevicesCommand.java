package dev.pulmu.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.Devices;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code pulmu devices}: says which backends can run here, or why not. */
@Command(
    name = "devices",
    description = "Shows which backends can run here, on what, or exactly why not.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  pulmu devices"})
final class DevicesCommand implements Callable<Integer> {
  private static final List<String> KNOWN = List.of("cuda", "cpu", "nd4j");
  private static final double GIB = 1L << 30;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() {
    PrintWriter lines = command.commandLine().getOut();
    lines.println("backend  here");
    List<Backend> backends = Backend.all();
    availabilities(backends).forEach((name, availability) -> {
      lines.printf(
          Locale.ROOT,
          "%-8s %s%n",
          name,
          availability.usable() ? "usable: " + availability.device() : availability.reason());
      if (!availability.versions().isEmpty()) {
        lines.println("         "
            + availability.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", ")));
      }
    });
    backends.stream().map(Backend::advice).filter(advice -> !advice.isEmpty()).forEach(advice -> {
      lines.println();
      lines.println(advice);
    });
    lines.println();
    Devices.describe().forEach(lines::println);
    lines.printf(
        Locale.ROOT,
        "Java %s, %d cores, heap of at most %.1f GiB, %.1f GiB of memory%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() / GIB,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
            / GIB);
    lines.flush();
    return 0;
  }

  private static Map<String, Availability> availabilities(List<Backend> backends) {
    Map<String, Availability> availabilities = new LinkedHashMap<>();
    for (String name : KNOWN) {
      availabilities.put(
          name, Availability.missing("not in this build: no such backend is on the class path"));
    }
    backends.forEach(backend -> availabilities.put(backend.name(), backend.availability()));
    return availabilities;
  }
}
