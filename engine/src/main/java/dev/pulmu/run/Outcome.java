package dev.pulmu.run;

import dev.pulmu.model.Model;
import dev.pulmu.report.RunReport;
import java.nio.file.Path;

/** What a run leaves: its report and its model. */
public record Outcome(RunReport report, Model model) {
  /**
   * Writes both into a directory; the report last, so that a report is never without its model.
   *
   * @throws java.io.UncheckedIOException naming the file that cannot be written
   */
  public void save(Path directory) {
    model.save(directory.resolve(Model.FILE));
    report.write(directory.resolve(RunReport.FILE));
  }
}
