package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Cross-validation (Stone 1974): the training rows in parts, stratified by class, and for each part
 * a run that is tested on it and trained on the others. Test rows of the data set are left out.
 * Used once, by one thread; {@link #stop} may come from any.
 */
public final class Folds {
  private final RunConfig config;
  private final Dataset data;
  private final Backend backend;
  private final int parts;
  private volatile Run running;
  private volatile boolean stopping;

  /**
   * The folds of a data set.
   *
   * @param parts how many, at least 2
   * @throws IllegalArgumentException if there are fewer training rows, or configuration and data do
   *     not fit
   */
  public Folds(RunConfig config, Dataset data, Backend backend, int parts) {
    this.config = config;
    this.data = config.get(Settings.LIMIT).map(data::limit).orElse(data);
    this.backend = backend;
    this.parts = parts;
    run(0);
  }

  /**
   * The run of one part.
   *
   * @param part 0..(parts-1)
   */
  public Run run(int part) {
    Dataset fold = data.fold(part, parts, config.get(Settings.SEED));
    return new Run(config.with(Settings.LIMIT, Optional.empty()), fold, backend);
  }

  /**
   * Trains and tests all parts, one after the other.
   *
   * @param done hears each part, from 0, and its report
   * @return the reports, fewer than parts if it was stopped
   */
  public List<RunReport> train(BiConsumer<Integer, RunReport> done) {
    List<RunReport> reports = new ArrayList<>();
    for (int part = 0; part < parts && !stopping; part++) {
      running = run(part);
      if (stopping) {
        break;
      }
      RunReport report = running.train().report();
      if (report.stopped()) {
        break;
      }
      reports.add(report);
      done.accept(part, report);
    }
    return reports;
  }

  /** Ends the part in work within a fraction of a second, and begins no other. */
  public void stop() {
    stopping = true;
    Run run = running;
    if (run != null) {
      run.stop();
    }
  }
}
