package dev.pulmu.study.pages;

import dev.pulmu.plots.Drawing;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Study;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes {@code studies.md}, a Markdown page for the documentation about all studies that were run:
 * small pictures and verdicts.
 */
public final class Gallery {
  private static final double SCALE = 0.75;
  private static final int PICTURES = 3;

  private Gallery() {}

  /**
   * Writes {@code studies.md} into a directory, and the first pictures of each study into
   * {@code studies} in it.
   *
   * @return the page
   * @throws UncheckedIOException if a file cannot be written
   */
  public static Path write(List<StudyReport> reports, Path directory) {
    StringBuilder page = new StringBuilder("""
        # Studies

        The experiments of the chapter, as `./pulmu study all` ran them. `./pulmu study NAME` runs one and leaves all
        its pictures, its series as CSV and a page with everything that was expected and what came.
        """);
    try {
      Path pictures = Files.createDirectories(directory.resolve("studies"));
      for (StudyReport report : reports) {
        Study study = report.study();
        page.append(String.format(Locale.ROOT, "\n## `%s`: %s\n", study.name(), study.title()));
        study.text().forEach(text -> page.append('\n').append(text).append('\n'));
        List<Picture> all = study.pictures(report.seeds());
        for (Picture picture : all.subList(0, Math.min(PICTURES, all.size()))) {
          String name = study.name() + "-" + picture.name() + ".png";
          Files.write(pictures.resolve(name), Drawing.png(picture, SCALE));
          page.append(String.format(
              Locale.ROOT, "\n![%s](studies/%s)\n\n%s\n", picture.name(), name, picture.caption()));
        }
        page.append('\n').append(table(report));
      }
      return Files.writeString(directory.resolve("studies.md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String table(StudyReport report) {
    StringBuilder table = new StringBuilder("<details><summary>")
        .append("Of ")
        .append(report.verdicts().size())
        .append(" expectations ")
        .append(report.summary())
        .append(" (")
        .append(report.place())
        .append(
            ")</summary>\n\n| quantity | expected | came | verdict | source |\n|---|---|---|---|---|\n");
    for (Verdict verdict : report.verdicts()) {
      table.append(String.format(
          Locale.ROOT,
          "| %s | %s | %s | %s | %s |\n",
          verdict.quantity().replace("|", "\\|"),
          verdict.expected(),
          verdict.came(),
          verdict.outcomeText(),
          verdict.source()));
    }
    return table.append("\n</details>\n").toString();
  }
}
