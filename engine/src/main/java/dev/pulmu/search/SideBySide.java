package dev.pulmu.search;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Listener;
import dev.pulmu.run.NotFiniteException;
import dev.pulmu.run.Run;
import dev.pulmu.search.Trial.Point;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains trials, one at a time on each part of a backend. A thread that is done with a trial takes
 * the next; nothing of a trial depends on which.
 */
final class SideBySide {
  private final SearchConfig config;
  private final Dataset data;
  private final List<Backend> parts;
  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  private final List<Trial> told = new ArrayList<>();
  private SearchListener listener;
  private Optional<Journal> journal = Optional.empty();
  private long began;
  private int found;
  private volatile boolean stopping;

  /**
   * Trials of a search.
   *
   * @param data without test rows
   * @throws IllegalArgumentException if configuration and data do not fit
   */
  SideBySide(SearchConfig config, Dataset data, List<Backend> parts) {
    this.config = config;
    this.data = data;
    this.parts = parts;
    rows();
  }

  int atOnce() {
    return parts.size();
  }

  /** The rows of a trial; made by a run of the fixed part, which refuses what does not fit. */
  Dataset rows() {
    return new Run(config.fixed(), data, parts.get(0)).data();
  }

  void begin(SearchListener listener, Optional<Journal> journal) {
    this.listener = listener;
    this.journal = journal;
    this.began = System.nanoTime();
  }

  void stop() {
    stopping = true;
    running.forEach(Run::stop);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Trains trials up to the epochs of a rung; those that were done before a stop, by number. */
  List<Trial> run(List<SearchRange> ranges, List<Integer> numbers, int rung) {
    Queue<Integer> left = new ConcurrentLinkedQueue<>(numbers);
    Queue<Trial> done = new ConcurrentLinkedQueue<>();
    ExecutorService team = Executors.newFixedThreadPool(parts.size());
    try {
      List<Callable<Object>> work = new ArrayList<>();
      for (Backend part : parts) {
        work.add(() -> {
          for (Integer number = left.poll(); number != null && !stopping; number = left.poll()) {
            trial(part, config.draw(ranges, number), number, rung).ifPresent(done::add);
          }
          return null;
        });
      }
      for (Future<Object> worker : team.invokeAll(work)) {
        finish(worker);
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    } finally {
      team.shutdown();
    }
    return done.stream().sorted(Comparator.comparing(Trial::number)).toList();
  }

  private static void finish(Future<Object> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("a trial throws nothing else", e);
    }
  }

  private Optional<Trial> trial(Backend part, Map<String, Double> values, int number, int rung) {
    try {
      Optional<Trial> known = journal.flatMap(past -> past.find(number, rung));
      Optional<Trial> trial = known.isPresent() ? known : train(part, values, number, rung);
      trial.ifPresent(done -> tell(done, known.isPresent()));
      return trial;
    } catch (RuntimeException | Error failure) {
      stop(); // the others
      throw failure;
    }
  }

  /** Absent if it was stopped before it had its epochs. */
  private Optional<Trial> train(Backend part, Map<String, Double> values, int number, int rung) {
    Run run = new Run(config.run(values), data, part);
    boolean toTheEnd = rung == config.rungs().size() - 1;
    int epochs = toTheEnd ? Integer.MAX_VALUE : config.rungs().get(rung).epochs();
    List<Point> curve = new ArrayList<>();
    Listener points = new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        curve.add(point(epoch));
        if (curve.size() == epochs) {
          run.stop();
        }
      }
    };
    running.add(run);
    if (stopping) { // perhaps before the run was there to be stopped
      run.stop();
    }
    try {
      RunReport report = run.train(points).report();
      return report.stopped() && curve.size() < epochs
          ? Optional.empty()
          : Optional.of(new Trial(
              number, rung, values, curve, report.best().orElse(curve.size()), Optional.empty()));
    } catch (NotFiniteException e) {
      return Optional.of(new Trial(number, rung, values, curve, 0, Optional.of(e.getMessage())));
    } finally {
      running.remove(run);
    }
  }

  private static Point point(Epoch epoch) {
    Evaluation validation = epoch.validation().orElseThrow();
    return new Point(
        epoch.trainLoss(), epoch.trainAccuracy(), validation.loss(), validation.accuracy());
  }

  private synchronized void tell(Trial trial, boolean known) {
    if (known) {
      found++;
    } else {
      journal.ifPresent(book -> book.append(trial));
    }
    told.add(trial);
    int all =
        config.rounds() * config.rungs().stream().mapToInt(Halving.Rung::trials).sum();
    double seconds = (System.nanoTime() - began) * 1e-9;
    Trial best = Round.ranking(told.stream()).get(0);
    listener.trial(trial, new SearchProgress(told.size(), found, all, best, seconds));
  }
}
