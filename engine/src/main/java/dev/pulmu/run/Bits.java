package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the bits of a result depend on, beside the configuration and the data: whoever has the same
 * gets the same {@code weightsSha256}.
 */
final class Bits {
  private Bits() {}

  static Map<String, String> of(Backend backend) {
    Map<String, String> bits = new LinkedHashMap<>();
    bits.put("backend", backend.name());
    bits.put("device", backend.availability().device());
    bits.put("java", Runtime.version().toString());
    bits.put("arch", System.getProperty("os.arch"));
    bits.putAll(backend.availability().versions());
    return bits;
  }
}
