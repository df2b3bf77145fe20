package dev.pulmu.datasets;

import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The inputs of a network: a table (samples, columns), row after row in one array. A network uses
 * {@code value * scale + shift}, so that bytes can stay bytes until they are on the device.
 *
 * <p>The arrays are shared, never copied: whoever makes a table or asks for its values must not
 * change them.
 */
public sealed interface Features permits Features.Bytes, Features.Floats {
  /** Values of one table at most: what one Java array holds. */
  long LARGEST = Integer.MAX_VALUE - 8;

  /** Numbers of one sample; an image's rows lie one after the other. */
  int columns();

  /** Rows of the table. */
  int samples();

  /** The factor that a stored value is multiplied by. */
  float scale();

  /** The number that is added to a stored value after scaling. */
  float shift();

  /** The same table, its values used as {@code value * scale + shift} of the given numbers. */
  Features scaled(float scale, float shift);

  /** Calls the function for features of this kind and returns its result. */
  <R> R match(Function<Bytes, R> bytes, Function<Floats, R> floats);

  /** The number stored at a place, before it is scaled. */
  float stored(int at);

  /**
   * Columns whose value, once scaled, is the same in all of these rows and is not 0, in ascending
   * order. Batch norm leaves nothing of such a column.
   */
  default int[] constantColumns(int[] rows) {
    int[] columns = IntStream.range(0, rows.length == 0 ? 0 : columns())
        .filter(column -> stored(rows[0] * columns() + column) * scale() + shift() != 0)
        .toArray();
    for (int i = 1; i < rows.length && columns.length > 0; i++) {
      int row = rows[i];
      columns = IntStream.of(columns)
          .filter(
              column -> stored(row * columns() + column) == stored(rows[0] * columns() + column))
          .toArray();
    }
    return columns;
  }

  /** A new table with some rows of this one, in the given order. */
  Features rows(int[] rows);

  /**
   * Unsigned bytes, such as the pixels of images (scale 1/255, shift 0 there).
   *
   * @param values (samples, columns), each 0..255
   */
  record Bytes(byte[] values, int columns, float scale, float shift) implements Features {
    public Bytes {
      requireTable("features", values.length, columns);
      requireFinite(scale, shift);
    }

    @Override
    public int samples() {
      return values.length / columns;
    }

    @Override
    public float stored(int at) {
      return values[at] & 0xFF;
    }

    @Override
    public <R> R match(Function<Bytes, R> bytes, Function<Floats, R> floats) {
      return bytes.apply(this);
    }

    @Override
    public Bytes scaled(float scale, float shift) {
      return new Bytes(values, columns, scale, shift);
    }

    @Override
    public Bytes rows(int[] rows) {
      byte[] some = new byte[rows.length * columns];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * columns, some, i * columns, columns);
      }
      return new Bytes(some, columns, scale, shift);
    }

    @Override
    public String toString() {
      return samples() + "×" + columns + " bytes * " + scale + " + " + shift;
    }
  }

  /**
   * Floats, such as the columns of a table.
   *
   * @param values (samples, columns)
   */
  record Floats(float[] values, int columns, float scale, float shift) implements Features {
    public Floats {
      requireTable("features", values.length, columns);
      requireFinite(scale, shift);
    }

    @Override
    public int samples() {
      return values.length / columns;
    }

    @Override
    public float stored(int at) {
      return values[at];
    }

    @Override
    public <R> R match(Function<Bytes, R> bytes, Function<Floats, R> floats) {
      return floats.apply(this);
    }

    @Override
    public Floats scaled(float scale, float shift) {
      return new Floats(values, columns, scale, shift);
    }

    @Override
    public Floats rows(int[] rows) {
      return new Floats(Features.rows(values, columns, rows), columns, scale, shift);
    }

    @Override
    public String toString() {
      return samples() + "×" + columns + " floats * " + scale + " + " + shift;
    }
  }

  /** Some rows of a table, one after the other. */
  static float[] rows(float[] values, int columns, int[] rows) {
    float[] some = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * columns, some, i * columns, columns);
    }
    return some;
  }

  private static void requireFinite(float scale, float shift) {
    if (!Float.isFinite(scale) || !Float.isFinite(shift)) {
      throw new IllegalArgumentException(
          "features want a finite scale and shift, came " + scale + " and " + shift);
    }
  }

  /** Checks that {@code length} values are at least one whole row of {@code columns}. */
  static void requireTable(String what, int length, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException(what + " want at least 1 column, came " + columns);
    }
    if (length == 0 || length % columns != 0) {
      throw new IllegalArgumentException(what + " want whole rows of " + columns
          + " columns and at least one, came " + length + " values");
    }
  }
}
