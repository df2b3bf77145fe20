package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Feed;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;

/** Plans as ND4J operations, on the ND4J backend of the class path. */
public final class Nd4jBackend implements Backend {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int rank() {
    return 0;
  }

  /** Looks at the class path only: ND4J's natives are not loaded before a session opens. */
  @Override
  public Availability availability() {
    try {
      Optional<String> found =
          ServiceLoader.load(org.nd4j.linalg.factory.Nd4jBackend.class).stream()
              .map(ServiceLoader.Provider::get)
              .max(Comparator.comparing(org.nd4j.linalg.factory.Nd4jBackend::getPriority))
              .map(backend -> backend.getClass().getSimpleName());
      if (found.isEmpty()) {
        return Availability.missing(
            "no ND4J backend is on the class path; add dev.pulmu:pulmu-cpu-profile");
      }
      String platform = Loader.getPlatform();
      String natives = "/org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/";
      if (found.get().equals("CpuBackend") && Nd4jBackend.class.getResource(natives) == null) {
        return Availability.missing("ND4J's natives for " + platform
            + " are not on the class path; build with -Djavacpp.platform=" + platform);
      }
      return Availability.of("ND4J " + found.get() + threads(), versions());
    } catch (ServiceConfigurationError | LinkageError broken) {
      return Availability.missing("ND4J's backend does not load: " + broken);
    }
  }

  /** OpenMP reads the environment when it loads; sums of several threads have other roundings. */
  private static String threads() {
    String threads = System.getenv("OMP_NUM_THREADS");
    return threads == null ? "" : ", OpenMP threads: " + threads;
  }

  @Override
  public Session open(Plan plan, Dataset data, Feed feed, State state) {
    Availability availability = availability();
    if (!availability.usable()) {
      throw new IllegalStateException("backend 'nd4j' cannot run here: " + availability.reason());
    }
    if (plan.precision() != Precision.FP32) {
      throw new IllegalArgumentException("backend 'nd4j' multiplies in fp32, asked was "
          + Call.word(plan.precision()) + "; take --precision fp32, or backend cuda");
    }
    return new Nd4jSession(plan, data, feed, state);
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
