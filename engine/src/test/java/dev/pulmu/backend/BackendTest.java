package dev.pulmu.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plan.Precision;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a backend is chosen, among those of this test and nd4j, which has no natives here. */
class BackendTest {
  @TempDir
  Path directory;

  /** Usable, but slower than {@link Quick}. */
  public static final class Slow extends Named {
    public Slow() {
      super("slow", 1_000_001, Availability.of("abacus", Map.of()));
    }
  }

  /** The fastest usable one. */
  public static final class Quick extends Named {
    public Quick() {
      super("quick", 1_000_002, Availability.of("slide rule", Map.of()));
    }
  }

  /** Faster than all, and not usable. */
  public static final class Broken extends Named {
    public Broken() {
      super("broken", 1_000_003, Availability.missing("no electricity; plug it in"));
    }
  }

  private abstract static class Named implements Backend {
    private final String name;
    private final int rank;
    private final Availability availability;

    Named(String name, int rank, Availability availability) {
      this.name = name;
      this.rank = rank;
      this.availability = availability;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public Availability availability() {
      return availability;
    }

    @Override
    public Executor executor(Plan plan, Dataset data, Feed feed) {
      throw new AssertionError("nobody asked for it");
    }
  }

  @Test
  void fastestStandsFirstWhereverItWasFound() throws IOException {
    assertThat(with(Backend::all, Slow.class, Broken.class, Quick.class))
        .extracting(Backend::name)
        .startsWith("broken", "quick", "slow");
  }

  @Test
  void autoIsTheFastestUsableOne() throws IOException {
    assertThat(with(() -> Backend.choose("auto"), Slow.class, Broken.class, Quick.class)
            .name())
        .isEqualTo("quick");
    assertThat(with(() -> Backend.choose("slow"), Slow.class, Broken.class, Quick.class)
            .name())
        .isEqualTo("slow");
  }

  /** Slower than it need be. */
  public static final class Lame extends Named {
    public Lame() {
      super("lame", 1_000_000, Availability.of("abacus", Map.of()));
    }

    @Override
    public int rankAtBest() {
      return 1_000_002;
    }

    @Override
    public String advice() {
      return "oil it";
    }
  }

  @Test
  void autoSaysOnceWhatWouldBeFaster() throws IOException {
    List<String> told = new ArrayList<>();
    Logger logger = Logger.getLogger(Backend.class.getName());
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord line) {
        told.add(new SimpleFormatter().formatMessage(line));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    logger.addHandler(handler);
    try {
      with(() -> Backend.choose("auto"), Lame.class, Quick.class);
      assertThat(told).isEmpty();
      with(() -> Backend.choose("slow"), Lame.class, Slow.class);
      assertThat(told).isEmpty();
      with(() -> Backend.choose("auto"), Lame.class, Slow.class);
      with(() -> Backend.choose("auto"), Lame.class, Slow.class);
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(told).containsExactly("backend auto is slow here; lame would be faster: oil it");
  }

  @Test
  void chosenOneThatCannotRunSaysWhyAndNoOtherTakesItsPlace() {
    assertThatIllegalStateException()
        .isThrownBy(() -> with(() -> Backend.choose("broken"), Broken.class, Quick.class))
        .withMessage("backend 'broken' cannot run here: no electricity; plug it in");
  }

  @Test
  void autoWithoutAnyUsableOneSaysWhereToAsk() {
    assertThatIllegalStateException()
        .isThrownBy(() -> with(() -> Backend.choose("auto"), Broken.class))
        .withMessage("no backend can run here; 'devices' says why");
  }

  @Test
  void precisionThatItDoesNotKnowIsRefused() {
    Plan plan =
        Planner.plan(Network.input(2).dense(2).loss(new SoftmaxCrossEntropy()), Sgd.DEFAULT, 1);
    new Slow().check(plan);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slow().check(plan.with(Precision.TF32)))
        .withMessage("backend 'slow' multiplies in fp32, asked was tf32; take --precision fp32, or"
            + " backend cuda");
  }

  @Test
  void oneIsFoundByItsNameWhetherUsableOrNot() throws IOException {
    assertThat(with(() -> Backend.named("broken"), Broken.class, Quick.class).rank())
        .isEqualTo(1_000_003);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(() -> Backend.named("auto"), Slow.class, Quick.class))
        .withMessageMatching("no backend 'auto'; known: quick, slow(, .*)?");
  }

  @Test
  void unknownOneNamesTheKnownFastestFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(() -> Backend.choose("tpu"), Slow.class, Quick.class))
        .withMessageMatching("no backend 'tpu'; known: auto, quick, slow(, .*)?");
  }

  @Test
  void nd4jWithoutItsNativesSaysWhatToAdd() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Backend.choose("nd4j"))
        .withMessage("backend 'nd4j' cannot run here: no ND4J backend is on the class path;"
            + " add dev.pulmu:pulmu-cpu-profile");
    Backend nd4j = Backend.all().stream()
        .filter(backend -> backend.name().equals("nd4j"))
        .findFirst()
        .orElseThrow();
    assertThatIllegalStateException()
        .isThrownBy(() -> nd4j.open(null, null, null, null))
        .withMessage("backend 'nd4j' cannot run here: " + nd4j.availability().reason());
  }

  /** What comes out where these backends are on the class path too. */
  private <T> T with(Supplier<T> asked, Class<?>... backends) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    List<String> names = List.of(backends).stream().map(Class::getName).toList();
    Files.write(services.resolve(Backend.class.getName()), names);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return asked.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
