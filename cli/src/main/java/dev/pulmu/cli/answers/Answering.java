package dev.pulmu.cli.answers;

import dev.pulmu.cli.answers.AnswerLines.Parts;
import dev.pulmu.datasets.Shape;
import dev.pulmu.datasets.idx.IdxRows;
import dev.pulmu.datasets.table.TableRows;
import dev.pulmu.files.DataException;
import dev.pulmu.pictures.Picture;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Answers rows of any number, some of them at a time. */
public final class Answering {
  private static final int MOST_ROWS = 4096;

  /** Cells that are in memory at a time. */
  private static final int MOST_CELLS = 1 << 17;

  private final Choices choices;
  private final Sink sink;
  private final Consumer<String> notes;

  /**
   * How answers are written.
   *
   * @param isCsv a table, and not a line of JSON each
   * @param top 0 where the answer alone is wanted
   * @param probabilities whether those of all classes are wanted
   * @param skips whether bad rows are left out
   */
  public record Choices(boolean isCsv, int top, boolean probabilities, boolean skips) {
    private AnswerLines lines(List<String> ids, Predictor predictor) {
      List<String> names = predictor.names();
      Parts parts = new Parts(
          ids, names, predictor.isClassifier(), Math.min(top, names.size()), probabilities);
      return isCsv ? new AnswerLines.Csv(parts) : new AnswerLines.Jsonl(parts);
    }
  }

  /** Takes what is to be written; says whether anybody still reads it. */
  public interface Sink {
    boolean takes(CharSequence text) throws IOException;
  }

  /** @param notes hears what people should know */
  public Answering(Choices choices, Sink sink, Consumer<String> notes) {
    this.choices = choices;
    this.sink = sink;
    this.notes = notes;
  }

  /** Answers the rows of a table. */
  public void table(Predictor predictor, TableRows rows) throws IOException {
    Recipe recipe = predictor.recipe().orElseThrow();
    List<String> ids = recipe.ids().stream().filter(rows.names()::contains).toList();
    recipe.ids().stream()
        .filter(id -> !ids.contains(id))
        .forEach(id -> notes.accept(
            "no column '" + id + "' came; answers are in the order of the" + " rows, without it"));
    AnswerLines lines = choices.lines(ids, predictor);
    int most = most(recipe.columns().size());
    long refused = 0;
    boolean isRead = sink.takes(lines.header());
    boolean isMore = true;
    while (isRead && isMore) {
      List<Map<String, Object>> some = new ArrayList<>();
      List<String> places = new ArrayList<>();
      while (some.size() < most && (isMore = rows.next())) {
        Map<String, Object> row = rows.row();
        if (choices.skips && !makesSense(recipe, row)) {
          refused++;
          continue;
        }
        some.add(row);
        places.add(rows.place());
      }
      List<Prediction> answers = predictor.predictAll(some, places::get);
      StringBuilder text = new StringBuilder();
      for (int row = 0; row < answers.size(); row++) {
        Map<String, Object> cells = some.get(row);
        List<String> kept = ids.stream().map(id -> cells.get(id).toString()).toList();
        lines.add(text, kept, answers.get(row));
      }
      isRead = sink.takes(text);
    }
    if (refused + rows.skipped() > 0) {
      notes.accept((refused + rows.skipped()) + " rows are left out: they do not fit");
    }
  }

  private static boolean makesSense(Recipe recipe, Map<String, Object> row) {
    try {
      recipe.encode(row);
      return true;
    } catch (DataException refusal) {
      return false;
    }
  }

  /**
   * Answers the images of an IDX file.
   *
   * @throws DataException if they have other sizes than the model takes
   */
  public void images(Predictor predictor, IdxRows images, Path file) throws IOException {
    int wanted = predictor.recipe().isPresent() ? predictor.columns().size() : predictor.inputs();
    if (images.columns() != wanted) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: images of %d pixels wanted, as many as the model takes numbers, came %d; give images"
              + " like those that it learnt from",
          file,
          wanted,
          images.columns()));
    }
    AnswerLines lines = choices.lines(List.of(), predictor);
    int most = most(wanted);
    boolean isRead = sink.takes(lines.header());
    for (byte[] some = images.next(most); isRead && some.length > 0; some = images.next(most)) {
      StringBuilder text = new StringBuilder();
      predictor.predictAll(some).forEach(answer -> lines.add(text, List.of(), answer));
      isRead = sink.takes(text);
    }
  }

  /**
   * Answers pictures, each with the name of its file.
   *
   * @param shape of the model's inputs
   */
  public void pictures(Predictor predictor, Shape shape, List<Path> files) throws IOException {
    AnswerLines lines = choices.lines(List.of("file"), predictor);
    boolean isRead = sink.takes(lines.header());
    for (int at = 0; isRead && at < files.size(); at++) {
      StringBuilder text = new StringBuilder();
      byte[] row = Picture.read(files.get(at)).row(shape);
      Prediction answer = predictor.predictAll(row).get(0);
      lines.add(text, List.of(files.get(at).toString()), answer);
      isRead = sink.takes(text);
    }
  }

  private static int most(int columns) {
    return Math.max(1, Math.min(MOST_ROWS, MOST_CELLS / columns));
  }
}
