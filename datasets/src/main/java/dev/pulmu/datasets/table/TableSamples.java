package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Fingerprint;
import dev.pulmu.datasets.Samples;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows of a table, encoded by a recipe that is fitted on the training rows, or by a given one.
 *
 * @param targets columns of the table
 * @param classNames the words that labels are, in the order of their numbers; empty where targets
 *     are numbers
 * @param missing what a recipe that is fitted says of missing numbers
 * @param given the recipe of a model, which is taken instead of fitting one
 */
record TableSamples(
    Table table,
    TargetColumns columns,
    List<String> classNames,
    Missing missing,
    Optional<Recipe> given)
    implements Samples {
  @Override
  public int count() {
    return table.rows();
  }

  @Override
  public Targets targets() {
    List<TypedColumn> wanted =
        columns.names().stream().map(name -> table.column(name).orElseThrow()).toList();
    if (columns.kind() == TargetColumns.Kind.LABELS) {
      return labels((Words) wanted.get(0).cells());
    }
    return values(wanted, columns.names().stream().map(name -> Scale.NONE).toList());
  }

  private Targets.Labels labels(Words words) {
    int[] places = words.words().stream().mapToInt(classNames::indexOf).toArray();
    int[] labels = Arrays.stream(words.codes()).map(code -> places[code]).toArray();
    return new Targets.Labels(labels, classNames.size());
  }

  private Targets.Values values(List<TypedColumn> wanted, List<Scale> scales) {
    int width = wanted.size();
    float[] values = new float[room(width)];
    for (int column = 0; column < width; column++) {
      double[] numbers = ((Numbers) wanted.get(column).cells()).values();
      Scale scale = scales.get(column);
      for (int row = 0; row < numbers.length; row++) {
        values[row * width + column] = (float) scale.standardise(numbers[row]);
      }
    }
    return new Targets.Values(values, width);
  }

  @Override
  public Encoded encode(int[] train) {
    Recipe recipe = given.orElseGet(() -> new RecipeFit(table, train, missing).recipe(columns));
    Targets targets = columns.kind() == TargetColumns.Kind.LABELS
        ? targets()
        : values(
            columns.names().stream()
                .map(name -> table.column(name).orElseThrow())
                .toList(),
            recipe.scales());
    return new Encoded(
        recipe.isBytes() ? bytes(recipe, train) : floats(recipe), targets, Optional.of(recipe));
  }

  private Features floats(Recipe recipe) {
    int width = recipe.width();
    float[] values = new float[room(width)];
    int at = 0;
    for (Encoding encoding : recipe.encodings()) {
      encode(encoding, table.column(encoding.column()).orElseThrow(), values, at, width);
      at += encoding.width();
    }
    return new Features.Floats(values, width, 1, 0);
  }

  private static void encode(
      Encoding encoding, TypedColumn column, float[] values, int at, int width) {
    if (encoding instanceof OneHot oneHot) {
      Words words = (Words) column.cells();
      int[] places = words.words().stream().mapToInt(oneHot::place).toArray();
      for (int row = 0; row < words.codes().length; row++) {
        values[row * width + at + places[words.codes()[row]]] = 1;
      }
    } else if (encoding instanceof YesNo) {
      Words words = (Words) column.cells();
      for (int row = 0; row < words.codes().length; row++) {
        encoding.encode(words.words().get(words.codes()[row]), values, row * width + at);
      }
    } else if (encoding instanceof Standardised standardised) {
      double[] numbers = ((Numbers) column.cells()).values();
      for (int row = 0; row < numbers.length; row++) {
        standardised.encode(numbers[row], values, row * width + at);
      }
    } else if (encoding instanceof AsByte) {
      double[] numbers = ((Numbers) column.cells()).values();
      for (int row = 0; row < numbers.length; row++) {
        values[row * width + at] = (float) numbers[row];
      }
    }
  }

  /** Bytes, used as their share of the largest one in the training rows. */
  private Features bytes(Recipe recipe, int[] train) {
    int width = recipe.width();
    byte[] values = new byte[room(width)];
    double most = 1;
    for (int column = 0; column < width; column++) {
      String name = recipe.columns().get(column);
      double[] numbers = ((Numbers) table.column(name).orElseThrow().cells()).values();
      for (int row = 0; row < numbers.length; row++) {
        values[row * width + column] = (byte) (int) numbers[row];
      }
      for (int row : train) {
        most = Math.max(most, numbers[row]);
      }
    }
    return new Features.Bytes(values, width, (float) (1 / most), 0);
  }

  private int room(int width) {
    long length = (long) table.rows() * width;
    if (length > Features.LARGEST) {
      throw new DataException(String.format(
          Locale.ROOT,
          "the table has %d rows of %d features; one table holds %d numbers: take fewer rows, or"
              + " leave columns out with --columns 'NAME:skip'",
          table.rows(),
          width,
          Features.LARGEST));
    }
    return (int) length;
  }

  @Override
  public Samples encodedBy(Recipe recipe, List<String> classes) {
    if (!classes.containsAll(classNames)) {
      throw new IllegalArgumentException(
          "the table has the classes " + classNames + ", not all are among the model's " + classes
              + "; give it a table like the one that it learnt from");
    }
    return new TableSamples(table, recipe.targets(), classes, missing, Optional.of(recipe));
  }

  @Override
  public Samples rows(int[] rows) {
    return new TableSamples(table.rows(rows), columns, classNames, missing, given);
  }

  /** Of the cells as they are, so that it does not depend on what is fitted to which rows. */
  @Override
  public String sha256(int testRows) {
    MessageDigest digest = Fingerprint.newDigest();
    update(digest, "pulmu-table-1 rows=" + table.rows() + " test=" + testRows + " " + missing);
    update(digest, columns.kind() + " " + columns.names() + " " + classNames);
    for (TypedColumn column : table.columns()) {
      update(digest, column.kind() + " " + column.name());
      if (column.cells() instanceof Numbers numbers) {
        ByteBuffer eight = ByteBuffer.allocate(Double.BYTES);
        for (double value : numbers.values()) {
          digest.update(eight.putDouble(0, value).array());
        }
      } else if (column.cells() instanceof Words words) {
        List<byte[]> texts = words.words().stream()
            .map(word -> (word + "\n").getBytes(StandardCharsets.UTF_8))
            .toList();
        for (int code : words.codes()) {
          digest.update(texts.get(code));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
