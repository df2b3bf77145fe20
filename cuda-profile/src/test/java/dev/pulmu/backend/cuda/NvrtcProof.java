package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compiles every kernel of the contract with the real NVRTC, which needs no GPU, and prints what
 * its assembler says. Not among the tests of a plain build, which has no NVRTC: {@code .ci/run}
 * asks for it by name, with {@code -Pcuda13}.
 */
class NvrtcProof {
  private static final List<String> ARCHITECTURES = List.of("sm_80", "sm_90", "sm_100");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
  private static final Pattern STACK = Pattern.compile("(\\d+) bytes stack frame");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");

  /** Of one kernel, or the most of several. */
  private record Use(int variants, int registers, int shared, int stack, int spilled) {
    Use and(Use other) {
      return new Use(
          variants + other.variants,
          Math.max(registers, other.registers),
          Math.max(shared, other.shared),
          Math.max(stack, other.stack),
          Math.max(spilled, other.spilled));
    }
  }

  private record Compilation(Kernel kernel, String architecture, Future<Use> use) {}

  /**
   * The presets link to the driver's library, but NVRTC calls nothing in it: an empty one will do.
   */
  @BeforeAll
  static void loadWithoutADriver() {
    if (Libraries.find("libcuda.so.1", Libraries.folders()).isEmpty()) {
      Path empty = HostCompiler.find()
          .orElseThrow(() -> new AssertionError("no C++ compiler for an empty libcuda.so.1"))
          .make(
              "libcuda",
              new TreeMap<>(Map.of("empty.cpp", "")),
              List.of("-shared", "-fPIC", "-Wl,-soname,libcuda.so.1", "empty.cpp"));
      System.load(empty.toString());
    }
    Nvrtc.load();
  }

  @Test
  void everyKernelCompilesAndNothingSpills() throws InterruptedException {
    long began = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Compilation> compilations = new ArrayList<>();
    for (Kernel kernel : ContractKernels.all()) {
      KernelText text = KernelText.of(kernel);
      for (String architecture : ARCHITECTURES) {
        Future<Use> use =
            pool.submit(() -> use(Nvrtc.compile(text, architecture).log()));
        compilations.add(new Compilation(kernel, architecture, use));
      }
    }
    pool.shutdown();

    Map<String, Use> uses = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    for (Compilation each : compilations) {
      try {
        Use use = each.use().get();
        uses.merge(each.kernel().name() + " " + each.architecture(), use, Use::and);
        if (use.spilled() > 0) {
          failures.add(
              each.kernel() + " spills " + use.spilled() + " bytes on " + each.architecture());
        }
      } catch (ExecutionException e) {
        failures.add(each.kernel() + ": " + e.getCause().getMessage());
      }
    }
    print(uses);
    System.out.printf(
        Locale.ROOT,
        "NVRTC %s: %d compilations in %.0f s, %d at a time%n",
        Nvrtc.version(),
        compilations.size(),
        (System.nanoTime() - began) / 1e9,
        threads);
    assertThat(compilations).isNotEmpty();
    assertThat(failures).isEmpty();
  }

  private static void print(Map<String, Use> uses) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %8s  %9s  %12s  %11s  %11s%n",
        "kernel",
        "variants",
        "registers",
        "static smem",
        "stack frame",
        "spilled");
    uses.forEach((name, use) -> System.out.printf(
        Locale.ROOT,
        "%-18s %8d  %9d  %10d B  %9d B  %9d B%n",
        name,
        use.variants(),
        use.registers(),
        use.shared(),
        use.stack(),
        use.spilled()));
  }

  private static Use use(String log) {
    assertThat(log).containsPattern(REGISTERS).containsPattern(SPILLS);
    return new Use(1, most(log, REGISTERS), most(log, SHARED), most(log, STACK), most(log, SPILLS));
  }

  /** The largest number in any group of any match; 0 without a match. */
  private static int most(String log, Pattern pattern) {
    int most = 0;
    for (Matcher matcher = pattern.matcher(log); matcher.find(); ) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        most = Math.max(most, Integer.parseInt(matcher.group(group)));
      }
    }
    return most;
  }
}
