package dev.pulmu.backend.cuda;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Availability;
import dev.pulmu.report.Build;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests without Maven, for {@code gpu-check.sh}: {@code GpuCheck FILE TEST…}, where a test is
 * a class of this package, or {@code Class#method}, and {@code machine} stands for no test, but for
 * what is known of the machine. Failures are printed, and JSON is written to the file.
 */
final class GpuCheck {
  private static final int MOST_FAILURES = 50;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GpuCheck() {}

  /** Exits with 0 if there were tests, and all of them passed. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    List<String> tests = List.of(arguments).subList(1, arguments.length);
    boolean passed = tests.equals(List.of("machine")) ? machine(file) : run(tests, file);
    System.out.flush();
    System.exit(passed ? 0 : 1); // whatever threads are left
  }

  private static boolean machine(Path file) throws IOException {
    Availability availability = TestedGpu.availability();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("usable", availability.usable());
    json.put("device", availability.device());
    json.put("reason", availability.reason());
    json.set("versions", MAPPER.valueToTree(availability.versions()));
    json.put("commit", Build.current().commit());
    json.put("pulmu", Build.current().version());
    json.put("java", Runtime.version().toString());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    write(json, file);
    if (!availability.usable()) {
      System.out.println("FAILED: " + availability.reason());
    }
    return availability.usable();
  }

  private static boolean run(List<String> tests, Path file) throws IOException {
    Results results = new Results(file);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(tests.stream().map(GpuCheck::selector).toList())
                .build(),
            results);
    System.out.println("tests = " + results.ran);
    if (results.ran == 0 && results.failed == 0) {
      System.out.println("FAILED: no test ran");
    }
    return results.failed == 0 && results.skipped == 0 && results.ran > 0;
  }

  private static DiscoverySelector selector(String test) {
    String[] parts = test.split("#");
    String name = GpuCheck.class.getPackageName() + "." + parts[0];
    if (parts.length == 1) {
      return selectClass(name);
    }
    // Methods take a TestReporter or nothing; the name alone says which is meant
    return Stream.of(selectClass(name).getJavaClass().getDeclaredMethods())
        .filter(method -> method.getName().equals(parts[1]))
        .findFirst()
        .map(method -> selectMethod(selectClass(name).getJavaClass(), method))
        .orElseThrow(() -> new IllegalArgumentException("there is no test " + test));
  }

  /**
   * Whoever reads the file, and whenever this process is killed, finds all of it or what it was.
   */
  static void write(ObjectNode json, Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    MAPPER.writeValue(temporary.toFile(), json);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Counts, prints and keeps what comes; the file has it after every test. */
  private static final class Results implements TestExecutionListener {
    private final ObjectNode json = MAPPER.createObjectNode();
    private final ObjectNode numbers = json.putObject("numbers");
    private final ArrayNode failures = json.putArray("failures");
    private int ran;
    private int failed;
    private int skipped;
    private final Path file;

    Results(Path file) {
      this.file = file;
      count();
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
      entry.getKeyValuePairs().forEach((name, value) -> {
        System.out.println(name + " = " + value);
        try {
          numbers.put(name, Double.parseDouble(value));
        } catch (NumberFormatException aText) {
          numbers.put(name, value);
        }
      });
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      skipped++;
      fail(test, reason, null);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      ran += test.isTest() ? 1 : 0;
      if (result.getStatus() != Status.SUCCESSFUL) {
        failed++;
        Throwable thrown = result.getThrowable().orElseThrow();
        fail(test, thrown.getMessage() == null ? thrown.toString() : thrown.getMessage(), thrown);
      }
      count();
    }

    private void fail(TestIdentifier test, String message, Throwable thrown) {
      if (failures.size() == MOST_FAILURES) {
        return;
      }
      String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
      failures.add(name(test) + ": " + line);
      System.out.println("FAILED: " + line);
      System.out.println("  in " + name(test));
      if (thrown != null && !(thrown instanceof AssertionError)) {
        thrown.printStackTrace(System.out);
      }
    }

    private static String name(TestIdentifier test) {
      return test.getUniqueId().replaceAll("^.*\\[class:[^\\]]*\\.|\\[|\\]", "");
    }

    private void count() {
      json.put("tests", ran).put("failed", failed).put("skipped", skipped);
      try {
        write(json, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
