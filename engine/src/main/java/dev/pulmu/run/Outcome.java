package dev.pulmu.run;

import dev.pulmu.files.AtomicFile;
import dev.pulmu.model.Model;
import dev.pulmu.report.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run leaves: its report and its model. */
public record Outcome(RunReport report, Model model) {
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
