package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what the bits of a result depend on besides configuration and data, such as the
 * processor and versions of libraries: where all of it is the same, so is {@code weightsSha256}.
 */
final class Bits {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  private Bits() {}

  static Map<String, String> of(Backend backend) {
    Map<String, String> bits = new LinkedHashMap<>();
    bits.put("backend", backend.name());
    bits.put("device", backend.availability().device());
    bits.put("java", Runtime.version().toString());
    bits.put("cpu", cpu());
    bits.putAll(backend.availability().versions());
    return bits;
  }

  /** Libraries choose their kernels by model and vector width. */
  private static String cpu() {
    String arch = System.getProperty("os.arch");
    try {
      List<String> lines = Files.readAllLines(CPU);
      String flags = " " + value(lines, "flags") + " ";
      String vectors =
          flags.contains(" avx512f ") ? "512" : flags.contains(" avx2 ") ? "256" : "128";
      return arch + ", " + value(lines, "model name") + ", vectors of " + vectors + " bits";
    } catch (IOException noSuchFile) {
      return arch + ", " + System.getProperty("os.name");
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }
}
