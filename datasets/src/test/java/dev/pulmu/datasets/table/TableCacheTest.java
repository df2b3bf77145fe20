package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.rows;
import static dev.pulmu.datasets.table.TextTable.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCacheTest {
  private static final int ROWS = 120_000;

  @TempDir
  private Path directory;

  /** How often a megabyte of text was parsed. */
  private int parsed;

  private Lookup lookup;
  private Path file;

  @BeforeEach
  void aTableOfSomeMegabytes() throws IOException {
    file = directory.resolve("t.csv");
    Files.writeString(
        file, "x,w,y\n" + rows(ROWS, i -> i * 0.25 + ",word" + i % 3 + "," + i * 0.5 + "5"));
    Lookup.Listener listener = new Lookup.Listener() {
      @Override
      public void reading(String name, long bytes, long total) {
        parsed++;
      }
    };
    lookup = new Lookup(Optional.empty(), directory.resolve("cache"), directory, true, listener);
  }

  @Test
  void theSecondRunDoesNotParseAndGivesTheSame() throws IOException {
    TableData first = Tables.read(lookup, file, rules("y"));
    assertThat(parsed).isPositive();
    parsed = 0;
    TableData second = Tables.read(lookup, file, rules("y"));
    assertThat(parsed).isZero();
    assertThat(second.dataset().sha256()).isEqualTo(first.dataset().sha256());
    assertThat(second.dataset().rows(Split.TEST)).isEqualTo(first.dataset().rows(Split.TEST));
    assertThat(second.profile()).isEqualTo(first.profile());
    assertThat(second.targets()).isEqualTo(first.targets());
    assertThat(second.notes()).isEqualTo(first.notes());
    assertThat(Tables.kept(lookup).orElseThrow()).startsWith("1 parsed tables, 2.4 MB, in ");
    Tables.deleteKept(lookup);
    assertThat(Tables.kept(lookup)).isEmpty();
  }

  @Test
  void aChangedFileAndOtherRulesAreParsed() throws IOException {
    Tables.read(lookup, file, rules("y"));
    parsed = 0;
    Tables.read(lookup, file, rules("x"));
    assertThat(parsed).isPositive();
    parsed = 0;
    String text = Files.readString(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, text.substring(0, text.length() - 2) + "7\n");
    Files.setLastModifiedTime(file, time);
    Tables.read(lookup, file, rules("y"));
    assertThat(parsed).isPositive();
  }

  @Test
  void aDamagedTableIsParsedAgainAndMended() throws IOException {
    String sum = Tables.read(lookup, file, rules("y")).dataset().sha256();
    Path kept = kept().get(0);
    byte[] bytes = Files.readAllBytes(kept);
    bytes[bytes.length / 2]++;
    Files.write(kept, bytes);
    parsed = 0;
    assertThat(Tables.read(lookup, file, rules("y")).dataset().sha256()).isEqualTo(sum);
    assertThat(parsed).isPositive();
    parsed = 0;
    assertThat(Tables.read(lookup, file, rules("y")).dataset().sha256()).isEqualTo(sum);
    assertThat(parsed).isZero();
  }

  @Test
  void smallTablesLeaveNothing() throws IOException {
    Files.writeString(file, "x,y\n" + rows(100, i -> i + "," + i * 0.5));
    Tables.read(lookup, file, rules("y"));
    assertThat(directory.resolve("cache")).doesNotExist();
  }

  @Test
  void theLeastRecentlyUsedGoesWhereThereIsNoRoom() throws IOException {
    TableFiles files = TableFiles.at(file, lookup.listener(), List.of(), false);
    TableCache cache = new TableCache(lookup.cache(), 3_000_000);
    ParsedTable table = new ParsedTable(
        new Table(List.of(
            new Table.TypedColumn("x", Kind.NUMBER, new Table.Numbers(new double[250_000])))),
        rules("x").targets().orElseThrow(),
        Map.of(),
        List.of(),
        List.of());
    cache.get(files, rules("x"), () -> table);
    Path first = kept().get(0);
    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));
    cache.get(files, rules("y"), () -> table);
    assertThat(kept()).hasSize(1).doesNotContain(first);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(lookup.cache().resolve("tables"))) {
      return files.toList();
    }
  }
}
