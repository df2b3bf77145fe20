package dev.pulmu.study;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.feed.Sampling;
import dev.pulmu.plan.Plan;
import dev.pulmu.run.Listener;
import dev.pulmu.run.NotFiniteException;
import dev.pulmu.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The surroundings of a study: the backend and the data set that it runs on, and how much time it
 * has.
 *
 * @param data the whole data set; empty for studies that want none
 * @param most the most steps that one training may take; what {@link #steps} cuts off
 */
public record Lab(Backend backend, Optional<Dataset> data, int most) {
  /** A lab with time for everything. */
  public Lab(Backend backend, Optional<Dataset> data) {
    this(backend, data, Integer.MAX_VALUE);
  }

  /** @throws IllegalStateException if there is none */
  public Dataset dataset() {
    return data.orElseThrow(() -> new IllegalStateException("this lab has no data set"));
  }

  /** The data set with its first training rows only, as many as the experiment takes. */
  public Dataset first(int rows) {
    return dataset().limit(Math.min(rows, dataset().rows(Split.TRAIN).length));
  }

  /** Whether the data set is the whole real MNIST, which published numbers are about. */
  public boolean mnist() {
    return data.filter(
            set -> set.rows(Split.TRAIN).length == 60_000 && Datasets.isPublishedMnist(set))
        .isPresent();
  }

  /** As many steps as the experiment takes, or as this lab has time for. */
  public int steps(int wanted) {
    return Math.min(wanted, most);
  }

  /** The backend and data set, in one line. */
  public String text() {
    return backend.name() + " backend"
        + data.map(set -> String.format(
                Locale.ROOT, ", %s (%d training rows)", named(set), set.rows(Split.TRAIN).length))
            .orElse("");
  }

  /** The data set's name. Where files that a user named are not MNIST as published, it says so. */
  private String named(Dataset set) {
    return !mnist() && set.name().equals(Datasets.MNIST.name())
        ? "other data than " + set.name()
        : set.name();
  }

  /**
   * A run that begins as training with this seed does, on all of some rows, with batches drawn by
   * the same seed.
   *
   * @param rows the data set or a part of it
   * @param epochs how many it has, and the schedule reckons with
   */
  public Run run(Plan plan, Dataset rows, int epochs, Sampling sampling, long seed) {
    return new Run(terms(plan, epochs, sampling, seed), rows, backend);
  }

  /** What such a run is asked to do; the rows are all there to train on. */
  public static RunConfig terms(Plan plan, int epochs, Sampling sampling, long seed) {
    return RunConfig.DEFAULT
        .with(plan)
        .with(Settings.EPOCHS, epochs)
        .with(Settings.SAMPLING, sampling)
        .with(Settings.SEED, seed)
        .with(Settings.VALIDATION, 0.0);
  }

  /**
   * Trains for readers until so many steps are done, perhaps in the middle of an epoch. A net that
   * falls apart before has done what there is to see.
   *
   * @param steps at most as many as the run has
   */
  public static void train(Run run, int steps, AtSteps... readers) {
    List<Listener> listeners = new ArrayList<>(List.of(readers));
    listeners.add(new AtSteps(IntStream.of(steps), (look, step) -> run.stop()));
    try {
      run.trainFor(listeners.toArray(Listener[]::new));
    } catch (NotFiniteException fellApart) {
      // its readers know
    }
  }

  /** The mean loss of each step's batch before its update. */
  public static double[] losses(Run run, int steps) {
    double[] losses = new double[steps];
    train(run, steps, AtSteps.losses(losses));
    return losses;
  }

  /**
   * Does pieces of work side by side, each in a lab that has a part of this one's backend.
   *
   * @param work by name; no piece may depend on another
   * @return what came of each, in the order of the work
   */
  public <T> Map<String, T> sideBySide(Map<String, Function<Lab, T>> work) {
    Queue<Lab> free = new ConcurrentLinkedQueue<>();
    backend.parts().forEach(part -> free.add(new Lab(part, data, most)));
    ExecutorService team = Executors.newFixedThreadPool(free.size());
    try {
      Map<String, CompletableFuture<T>> begun = new LinkedHashMap<>();
      work.forEach((name, piece) ->
          begun.put(name, CompletableFuture.supplyAsync(() -> in(free, piece), team)));
      Map<String, T> done = new LinkedHashMap<>();
      begun.forEach((name, piece) -> done.put(name, piece.join()));
      return done;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    } finally {
      team.shutdownNow(); // after a failure the rest is not begun
    }
  }

  /** There are as many labs as threads, so one is free. */
  private static <T> T in(Queue<Lab> free, Function<Lab, T> piece) {
    Lab lab = free.remove();
    try {
      return piece.apply(lab);
    } finally {
      free.add(lab);
    }
  }
}
