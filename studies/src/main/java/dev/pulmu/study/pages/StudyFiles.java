package dev.pulmu.study.pages;

import dev.pulmu.plots.Drawing;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.StudyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of a study that has been run: pictures, tables and a page. */
public final class StudyFiles {
  private StudyFiles() {}

  /**
   * Writes everything of a study into a directory, which is made if it is missing.
   *
   * @return the page
   * @throws UncheckedIOException if a file cannot be written
   */
  public static Path write(StudyReport report, Path directory) {
    List<Picture> pictures = report.study().pictures(report.seeds());
    try {
      Files.createDirectories(directory);
      List<byte[]> drawn = new ArrayList<>();
      for (Picture picture : pictures) {
        byte[] png = Drawing.png(picture, 1.5);
        drawn.add(png);
        Files.write(directory.resolve(picture.name() + ".png"), png);
        Files.writeString(directory.resolve(picture.name() + ".svg"), Drawing.svg(picture));
      }
      Files.writeString(directory.resolve("curves.csv"), Csv.curves(report.seeds()));
      Files.writeString(directory.resolve("numbers.csv"), Csv.numbers(report.seeds()));
      Files.writeString(directory.resolve("verdicts.csv"), Csv.verdicts(report.verdicts()));
      Path page = directory.resolve("index.html");
      Files.write(page, Page.html(report, pictures, drawn).getBytes(StandardCharsets.UTF_8));
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
