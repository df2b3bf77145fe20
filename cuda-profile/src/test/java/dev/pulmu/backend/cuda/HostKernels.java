package dev.pulmu.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes libraries of kernels' texts. A GPU's compiler gets each constant as a number; here it is an
 * element of {@code pulmu_constant}, filled before each launch, so that one library serves all
 * values; only bounds of loops that are to be unrolled stay numbers, which halves a product's time.
 */
final class HostKernels {
  private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*#\\s*include\\s+\"([^\"]+)\"");

  private static final Pattern DYNAMIC_SHARED =
      Pattern.compile("extern\\s+__shared__\\s+(\\w+)\\s+smem\\[\\];");

  private static final Pattern UNROLLED =
      Pattern.compile("#pragma unroll\\s+for \\([^;]*;\\s*\\w+\\s*<\\s*(\\w+);");

  private final UnaryOperator<String> texts;

  /** Takes the text of a file by its name; what comes back is null if there is none. */
  HostKernels(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /** The text of a file of this package's resources, or null. */
  static String resource(String file) {
    try (InputStream in = Kernel.class.getResourceAsStream(file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path library(Kernel kernel, HostBuild build) {
    SortedMap<String, String> files = new TreeMap<>();
    add(kernel.name() + ".cu", kernel, files);
    if (build.sharedByPointer()) {
      files.replaceAll((file, text) ->
          DYNAMIC_SHARED.matcher(text).replaceAll("$1* const smem = ($1*)pulmu_dynamic_shared();"));
    }
    Set<String> numbers = UNROLLED
        .matcher(files.get(kernel.name() + ".cu"))
        .results()
        .map(loop -> loop.group(1))
        .collect(Collectors.toSet());
    files.put("unit.cpp", unit(kernel, build == HostBuild.PLAIN ? numbers : Set.of()));
    return build.kernel(kernel.name(), files);
  }

  private void add(String file, Kernel kernel, SortedMap<String, String> files) {
    String text =
        kernel.headers().containsKey(file) ? kernel.headers().get(file) : texts.apply(file);
    if (text == null) {
      throw new GpuException(kernel + ": there is no file " + file);
    }
    files.put(file, text);
    INCLUDE.matcher(text).results().forEach(include -> {
      if (!files.containsKey(include.group(1))) {
        add(include.group(1), kernel, files);
      }
    });
  }

  private static String unit(Kernel kernel, Set<String> numbers) {
    StringBuilder text = new StringBuilder("#include \"shim.h\"\n");
    int index = 0;
    for (Map.Entry<String, Integer> constant : kernel.constants().entrySet()) {
      String name = constant.getKey();
      text.append("#define " + name + " ")
          .append(numbers.contains(name) ? constant.getValue() : "(pulmu_constant[" + index + "])")
          .append('\n');
      index++;
    }
    return text.append(
            String.format(Locale.ROOT, "#include \"%1$s.cu\"\nPULMU_KERNEL(%1$s)\n", kernel.name()))
        .toString();
  }
}
