package dev.pulmu.datasets.catalog;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Doubts;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.folder.CsvFolder;
import dev.pulmu.datasets.folder.CsvHeader;
import dev.pulmu.datasets.idx.IdxFiles;
import dev.pulmu.datasets.images.PictureFolder;
import dev.pulmu.datasets.images.PictureOptions;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.ColumnProfile;
import dev.pulmu.datasets.table.TableData;
import dev.pulmu.datasets.table.TableRules;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.text.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files at a place that a user names to their end and describes them in lines of text,
 * for {@link Datasets#inspect}.
 */
final class Inspection {
  private static final int MANY = 10;

  private final Lookup lookup;
  private final Path place;
  private final List<String> lines = new ArrayList<>();

  private Inspection(Lookup lookup, Path place) {
    this.lookup = lookup.in(place);
    this.place = place;
  }

  /**
   * Reads a table, or pictures in folders, or else four IDX files.
   *
   * @param targets of a table; without them, its one column of words
   * @throws DataException saying what is wrong there
   */
  static List<String> of(Lookup lookup, Path place, Optional<TargetColumns> targets) {
    Inspection inspection = new Inspection(lookup, place);
    boolean isTable = Files.isRegularFile(place)
        || Tables.isTable(place)
        || Datasets.isNamed(place)
        || CsvFolder.FILES.stream().map(place::resolve).anyMatch(Files::exists);
    if (isTable) {
      inspection.table(targets);
    } else if (PictureFolder.isAt(place)) {
      inspection.pictures();
    } else {
      inspection.images();
    }
    return inspection.lines;
  }

  /**
   * Reads pictures in folders.
   *
   * @throws DataException saying what is wrong there
   */
  static List<String> ofPictures(Lookup lookup, Path place) {
    Inspection inspection = new Inspection(lookup, place);
    inspection.pictures();
    return inspection.lines;
  }

  private void table(Optional<TargetColumns> targets) {
    TargetColumns columns = targets.orElseGet(() -> Tables.likelyTargets(lookup, place));
    TableData table = Tables.read(lookup, place, TableRules.of(columns));
    lines.add(place + ": a table, whole");
    lines.addAll(ColumnProfile.lines(table.profile()));
    lines.addAll(table.notes());
    rows(table.dataset());
    lines.add("targets   " + String.join(", ", table.targets().names()) + ": "
        + Call.word(table.targets().kind())
        + (targets.isPresent() ? "" : "; for another column pass --targets"));
    lines.add("features  " + table.dataset().features().columns() + " numbers for the network");
    end(table.dataset());
  }

  private void pictures() {
    Dataset data = new PictureFolder(PictureOptions.DEFAULT).load(lookup);
    lines.add(place + ": pictures in folders, whole");
    rows(data);
    lines.add("features  " + data.features().columns() + " bytes, the pixels of a picture of "
        + data.shape().text());
    end(data);
  }

  private void images() {
    IdxFiles files = IdxFiles.at(place, Datasets.MNIST.name());
    Dataset data = Datasets.MNIST.load(place);
    lines.add(place + ": images and labels, four IDX files, whole");
    IdxFiles.PARTS.forEach(part ->
        lines.add("file      " + files.directory().relativize(files.require(part, data.name()))));
    rows(data);
    lines.add("features  " + data.features().columns() + " bytes, the pixels of an image");
    end(data);
  }

  private void rows(Dataset data) {
    lines.add("rows      " + data.rows(Split.TRAIN).length + " to train on, "
        + data.rows(Split.TEST).length + " to test with");
  }

  private void end(Dataset data) {
    if (!data.classNames().isEmpty()) {
      lines.add("classes   " + data.classNames().size() + ": "
          + CsvHeader.shortened(data.classNames(), MANY));
    }
    lines.add("SHA-256   " + data.sha256());
    Datasets.published(data)
        .ifPresent(name -> lines.add("          every byte as " + name + " was published"));
    lines.addAll(Doubts.of(data));
  }
}
