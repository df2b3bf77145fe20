package dev.pulmu.run;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.layout.State;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.model.Model;
import dev.pulmu.model.Provenance;
import dev.pulmu.report.Build;
import dev.pulmu.report.RunReport;
import dev.pulmu.steering.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The result of a run: its report and its model. */
public record Outcome(RunReport report, Model model) {
  /** The outcome of a run that ends now. */
  static Outcome of(Run run, Training training, Ending ending, Optional<Evaluation> test) {
    State state = training.finiteState().averaged();
    Optional<Metrics> metrics = test.flatMap(tested -> training.testMetrics());
    RunConfig config = run.config();
    Backend backend = run.backend();
    Build build = Build.current();
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("pulmu", build.version());
    versions.put("java", Runtime.version().toString());
    versions.putAll(backend.availability().versions());
    RunReport report = new RunReport(
        config,
        run.plan().network(),
        run.source(),
        run.data().recipe(),
        backend.name(),
        backend.availability().device(),
        versions,
        build.commit(),
        ending,
        training.bestEpoch(ending),
        run.steering().asksTest(),
        run.past().map(past -> new RunReport.Resumed(past.step(), past.backend())),
        run.from(),
        Bits.of(backend),
        training.epochs(),
        run.feed().edits(),
        run.spans().equals(config.spans()) ? List.of() : run.spans(),
        test,
        metrics,
        training.step(),
        run.clock().seconds(),
        state.weightsSha256(),
        run.plan().parameters());
    Provenance provenance = new Provenance(
        report.backend(),
        report.dataset().name(),
        report.dataset().sha256(),
        report.commit(),
        config.get(Settings.SEED),
        report.weightsSha256(),
        test.map(Evaluation::accuracy).orElse(OptionalDouble.empty()));
    return new Outcome(report, Model.of(state, run.data(), provenance));
  }

  /**
   * Writes both into a directory, which is made if it is missing; the report last, so that a report
   * is never without its model.
   *
   * @throws UncheckedIOException naming the file that cannot be written
   */
  public void save(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be made: " + AtomicFile.reason(e), e);
    }
    model.save(directory.resolve(Model.FILE));
    report.write(directory.resolve(RunReport.FILE));
  }
}
