package dev.pulmu.backend;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.names.Names;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import dev.pulmu.text.Call;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Runs plans on one kind of device: {@link #open} makes a {@link Session} that trains and
 * evaluates. Backends are found through {@link ServiceLoader}; a chosen one never falls back to
 * another.
 */
public interface Backend {
  /** The name that stands for the fastest usable backend. */
  String AUTO = "auto";

  /** The name by which people choose this backend: {@code nd4j}. */
  String name();

  /** The faster of two usable backends has the higher rank; {@code auto} takes the highest. */
  int rank();

  /** The rank that it would have if its {@link #advice} were followed. */
  default int rankAtBest() {
    return rank();
  }

  /**
   * Says whether this backend can run here, and on what, or exactly why not. Cheap, never throws.
   */
  Availability availability();

  /**
   * Called when this backend has been chosen, before the data is read: it may start work in the
   * background that makes the first steps faster. Returns at once; nothing depends on it.
   */
  default void prepare() {}

  /**
   * Makes a session that begins with the given state. The session owns its memory; the data set is
   * read, never changed.
   *
   * @throws IllegalArgumentException if plan, data, feed and state do not fit together, or
   *     {@link #check} refuses
   * @throws IllegalStateException if the backend is not usable, with the reason of
   *     {@link #availability()}
   */
  default Session open(Plan plan, Dataset data, Feed feed, State state) {
    checkUsable();
    check(plan);
    feed.checkFits(plan, data);
    state.checkFits(plan); // before anything is allocated
    Executor executor = plan.update()
        .optimizer()
        .match(
            rule -> executor(plan, data, feed),
            method -> new FullBatchExecutor(this, method, plan, data, feed));
    return new PlanSession(executor, plan, data, feed, state);
  }

  /**
   * Puts a plan on the device, for {@link #open}, which has made sure that it can run there and
   * that all fits together.
   *
   * @param plan whose optimizer is an element rule
   */
  Executor executor(Plan plan, Dataset data, Feed feed);

  /**
   * Checks that this backend can run plans like this one, on whichever machine.
   *
   * @throws IllegalArgumentException saying what it cannot run
   */
  default void check(Plan plan) {
    if (plan.precision() != Precision.FP32) {
      throw new IllegalArgumentException("backend '" + name() + "' multiplies in fp32, asked was "
          + Call.word(plan.precision()) + "; take --precision fp32, or backend cuda");
    }
  }

  /** Describes, for people, how this backend runs a plan; empty where the plan says everything. */
  default String describe(Plan plan) {
    return "";
  }

  /**
   * Advice how to make this backend faster here, in one line for people; empty where there is none.
   */
  default String advice() {
    return "";
  }

  /**
   * Divides this backend into parts whose sessions can run at the same time, each used by one
   * thread. Together the parts have the cores or devices of the whole, and each computes the same
   * bits as the whole. The list holds this backend alone where sessions would only wait for one
   * another.
   */
  default List<Backend> parts() {
    return List.of(this);
  }

  /** All backends on the class path, fastest first. */
  static List<Backend> all() {
    return StreamSupport.stream(ServiceLoader.load(Backend.class).spliterator(), false)
        .sorted(Comparator.comparing(Backend::rank).reversed())
        .toList();
  }

  /**
   * The backend of this name, whether it can run here or not.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  static Backend named(String name) {
    List<Backend> all = all();
    return all.stream()
        .filter(backend -> backend.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> Names.unknown("backend", name, all.stream().map(Backend::name).toList()));
  }

  /**
   * The backend of this name; {@code auto} is the fastest usable one. Where one would be faster if
   * its {@link #advice} were followed, the logger of this class says so, once.
   *
   * @throws IllegalArgumentException if there is no backend of this name
   * @throws IllegalStateException if it cannot run here, with the reason
   */
  static Backend choose(String name) {
    List<Backend> all = all();
    if (name.equalsIgnoreCase(AUTO)) {
      Backend fastest = all.stream()
          .filter(backend -> backend.availability().usable())
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no backend can run here; 'devices' says why"));
      PassedOver.tell(all, fastest);
      return fastest;
    }
    List<String> names = all.stream().map(Backend::name).toList();
    Backend chosen = all.stream()
        .filter(backend -> backend.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Names.unknown(
            "backend", name, Stream.concat(Stream.of(AUTO), names.stream()).toList()));
    chosen.checkUsable();
    return chosen;
  }

  private void checkUsable() {
    Availability availability = availability();
    if (!availability.usable()) {
      throw new IllegalStateException(
          "backend '" + name() + "' cannot run here: " + availability.reason());
    }
  }
}
