package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.table.Table.Cells;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.TargetColumns;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What files hold once their text is parsed, before rows are split. It can be kept as bytes, which
 * only the same version of Pulmu reads.
 *
 * @param parts how many rows each file gave, in the order of the table; empty where one file is
 *     still to be split
 */
record ParsedTable(
    Table table,
    TargetColumns targets,
    Map<Split, Integer> parts,
    List<ColumnProfile> profile,
    List<String> notes) {
  private static final int CHUNK = 1 << 13;
  private static final int LONGEST_TEXT = 1 << 28;

  void write(DataOutputStream out) throws IOException {
    out.writeInt(targets().kind().ordinal());
    texts(targets().names(), out);
    out.writeInt(parts().size());
    for (Map.Entry<Split, Integer> part : parts().entrySet()) {
      out.writeInt(part.getKey().ordinal());
      out.writeInt(part.getValue());
    }
    out.writeInt(profile().size());
    for (ColumnProfile column : profile()) {
      texts(List.of(column.name(), column.distinct(), column.becomes()), out);
      texts(column.examples(), out);
      out.writeInt(column.kind().ordinal());
      out.writeBoolean(column.isTarget());
      out.writeLong(column.missing());
    }
    texts(notes(), out);
    out.writeInt(table().columns().size());
    for (TypedColumn column : table().columns()) {
      texts(List.of(column.name()), out);
      out.writeInt(column.kind().ordinal());
      write(column.cells(), out);
    }
  }

  private static void write(Cells cells, DataOutputStream out) throws IOException {
    out.writeBoolean(cells instanceof Numbers);
    out.writeInt(cells.count());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
    for (int from = 0; from < cells.count(); from += CHUNK) {
      int count = Math.min(CHUNK, cells.count() - from);
      if (cells instanceof Numbers numbers) {
        chunk.asDoubleBuffer().put(numbers.values(), from, count);
        out.write(chunk.array(), 0, count * Double.BYTES);
      } else {
        chunk.asIntBuffer().put(((Words) cells).codes(), from, count);
        out.write(chunk.array(), 0, count * Integer.BYTES);
      }
    }
    if (cells instanceof Words words) {
      texts(words.words(), out);
    }
  }

  private static void texts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** @param length of the file, which no number of rows is above */
  static ParsedTable read(DataInputStream in, long length) throws IOException {
    TargetColumns.Kind kind = TargetColumns.Kind.values()[in.readInt()];
    TargetColumns targets = new TargetColumns(kind, texts(in));
    Map<Split, Integer> parts = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.put(Split.values()[in.readInt()], in.readInt());
    }
    List<ColumnProfile> profile = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      List<String> words = texts(in);
      List<String> examples = texts(in);
      profile.add(new ColumnProfile(
          words.get(0),
          Kind.values()[in.readInt()],
          in.readBoolean(),
          examples,
          in.readLong(),
          words.get(1),
          words.get(2)));
    }
    List<String> notes = texts(in);
    List<TypedColumn> columns = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = texts(in).get(0);
      columns.add(new TypedColumn(name, Kind.values()[in.readInt()], cells(in, length)));
    }
    return new ParsedTable(new Table(columns), targets, parts, profile, notes);
  }

  private static Cells cells(DataInputStream in, long length) throws IOException {
    boolean areNumbers = in.readBoolean();
    int rows = in.readInt();
    if (rows < 0 || rows > length / Integer.BYTES) {
      throw new IOException(rows + " rows");
    }
    double[] values = new double[areNumbers ? rows : 0];
    int[] codes = new int[areNumbers ? 0 : rows];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
    for (int from = 0; from < rows; from += CHUNK) {
      int count = Math.min(CHUNK, rows - from);
      if (areNumbers) {
        in.readFully(chunk.array(), 0, count * Double.BYTES);
        chunk.asDoubleBuffer().get(values, from, count);
      } else {
        in.readFully(chunk.array(), 0, count * Integer.BYTES);
        chunk.asIntBuffer().get(codes, from, count);
      }
    }
    return areNumbers ? new Numbers(values) : new Words(codes, texts(in));
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int length = in.readInt();
      if (length < 0 || length > LONGEST_TEXT) {
        throw new IOException("a text of " + length + " bytes");
      }
      texts.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
    return texts;
  }
}
