package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Executor;
import dev.pulmu.backend.GpuCheck;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The backend {@code nd4j}: runs plans as ND4J operations, on the ND4J backend of the class path.
 */
public final class Nd4jBackend implements Backend {
  private static final String HOST = "CpuBackend";
  private static final String CUDA = "JCublasBackend";

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int rank() {
    return 0;
  }

  /** Looks at class path and driver only: ND4J's natives are not loaded before a session opens. */
  @Override
  public Availability availability() {
    try {
      List<String> found = ServiceLoader.load(org.nd4j.linalg.factory.Nd4jBackend.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(org.nd4j.linalg.factory.Nd4jBackend::getPriority)
              .reversed())
          .map(backend -> backend.getClass().getSimpleName())
          .toList();
      return availability(found, found.contains(CUDA) ? objection() : "");
    } catch (ServiceConfigurationError | LinkageError broken) {
      return Availability.missing("ND4J's backend does not load: " + broken);
    }
  }

  /**
   * Left to itself, ND4J takes the first and dies on its first array where the GPU is too new.
   *
   * @param found ND4J's backends on the class path, in ND4J's order
   * @param objection why its CUDA backend cannot run, empty if it can or is not there
   */
  static Availability availability(List<String> found, String objection) {
    if (found.isEmpty()) {
      return Availability.missing(
          "no ND4J backend is on the class path; add dev.pulmu:pulmu-cpu-profile");
    }
    String chosen = found.get(0);
    if (chosen.equals(CUDA) && !objection.isEmpty()) {
      return Availability.missing("ND4J would choose its CUDA backend, which cannot run: "
          + objection + "; BACKEND_PRIORITY_CPU=200 in the environment keeps ND4J on the host,"
          + " and ./pulmu sets it");
    }
    String platform = Loader.getPlatform();
    String natives = "/org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/";
    if (chosen.equals(HOST) && Nd4jBackend.class.getResource(natives) == null) {
      return Availability.missing("ND4J's natives for " + platform
          + " are not on the class path; build with -Djavacpp.platform=" + platform);
    }
    String why = objection.isEmpty() ? "" : ", not on the GPU (" + objection + ")";
    return Availability.of("ND4J " + chosen + threads() + why, versions());
  }

  private static String objection() {
    return ServiceLoader.load(GpuCheck.class).stream()
        .map(check -> check.get().objection())
        .filter(objection -> !objection.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** OpenMP reads the environment when it loads; sums of several threads have other roundings. */
  private static String threads() {
    String threads = System.getenv("OMP_NUM_THREADS");
    return threads == null ? "" : ", OpenMP threads: " + threads;
  }

  @Override
  public Executor executor(Plan plan, Dataset data, Feed feed) {
    checkNotFallenBack(availability());
    return new Nd4jExecutor(plan, data, feed);
  }

  /** ND4J takes its next backend where one fails to start, and only its log says so. */
  private static void checkNotFallenBack(Availability availability) {
    String running = Nd4j.getBackend().getClass().getSimpleName();
    if (!availability.device().startsWith("ND4J " + running)) {
      throw new IllegalStateException(
          "backend 'nd4j' was to run on " + availability.device() + ", and ND4J took " + running
              + "; BACKEND_PRIORITY_CPU=200 in the environment keeps it on the host");
    }
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("nd4j", version("org.nd4j/nd4j-api"));
    versions.put("javacpp", version("org.bytedeco/javacpp"));
    return versions;
  }

  /** The version that Maven left in an artefact's jar. */
  private static String version(String artifact) {
    String path = "/META-INF/maven/" + artifact + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = Nd4jBackend.class.getResourceAsStream(path)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      return "unknown (" + unreadable.getMessage() + ")";
    }
    return properties.getProperty("version", "unknown");
  }
}
