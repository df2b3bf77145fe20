package dev.pulmu.config;

import static dev.pulmu.config.Setting.Part.RUN;

import dev.pulmu.datasets.table.Shares;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Missing;
import java.util.List;

/** The settings that say how a table is read, and what becomes of its columns. */
public final class TableSettings {
  public static final Setting<List<Column>> COLUMNS = new Setting<>(
      "columns",
      "NAME:KIND,..",
      "Of a table: what columns hold, where that is not what their cells say: number, category,"
          + " yes-no, byte, id or skip, as in 'zip:category,cabin:skip'; or a file of such lines; or none.",
      RUN,
      List.of(),
      ColumnsText::parse,
      ColumnsText::text,
      ColumnsText::check);

  public static final Setting<Missing> MISSING = Setting.choice(
      "missing",
      RUN,
      Missing.MEAN,
      "What a number counts that a row of a table lacks: its mean, with a feature that says so; an"
          + " error; or its row is skipped");

  public static final Setting<BadRows> BAD_ROWS = Setting.choice(
      "bad-rows",
      RUN,
      BadRows.REFUSE,
      "What becomes of rows of a table that do not fit; those that are skipped are counted");

  public static final Setting<Shares> SPLIT = new Setting<>(
      "split",
      "SHARES",
      "Of a table in one file: shares of its rows to train on and to test with, 0.8/0.2, or with"
          + " rows to validate on between these, 0.8/0.1/0.1; drawn by the seed, of each class its"
          + " share.",
      RUN,
      Shares.DEFAULT,
      Shares::parse,
      Shares::text,
      value -> {});

  public static final Setting<Columns> RECIPE = Setting.choice(
      "recipe",
      RUN,
      Columns.FITTED,
      "Whether the columns of a table are standardised and encoded as their kinds want, fitted on"
          + " the training rows, or used as they are");

  /** What becomes of rows that do not fit. */
  public enum BadRows {
    REFUSE,
    SKIP
  }

  /** What becomes of columns. */
  public enum Columns {
    FITTED,
    NONE
  }

  private TableSettings() {}
}
