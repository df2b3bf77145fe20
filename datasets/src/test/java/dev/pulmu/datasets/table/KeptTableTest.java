package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.rows;
import static dev.pulmu.datasets.table.TextTable.rules;
import static dev.pulmu.datasets.table.TextTable.skipping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of numbers, which are read once, beside the same read twice: rows may be bad there. */
class KeptTableTest {
  @TempDir
  private Path directory;

  @Test
  void numbersAreTheSameAsReadTwice() throws IOException {
    String missing = "id,x,z,y\n"
        + rows(3000, i -> i + "," + (i % 7 == 0 ? "NA" : i * 0.37 + "e-3") + ",," + i * -1.5);
    requireSame(missing, "y");
    requireSame(";x;y\n" + rows(40, i -> i + ";" + i + ",25;" + i + ",5"), "y");
  }

  @Test
  void labelsThatAreNumbersAreTheSameAsReadTwice() throws IOException {
    requireSame(
        "x,y\n" + rows(60, i -> i * 0.5 + "," + (i % 3 - 1) + (i % 2 == 0 ? ".0" : "")), "y");
    requireSame("x;y\n" + rows(60, i -> i + ",5;" + i % 3 + (i % 2 == 0 ? ",0" : "")), "y");
  }

  @Test
  void bytesAreTheSameAsReadTwice() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < 64; column++) {
      text.append('p').append(column).append(',');
    }
    text.append("y\n").append(rows(30, i -> (i * 8 + ",").repeat(64) + i % 2));
    requireSame(text.toString(), "y");
  }

  @Test
  void filesOfTheirOwnAreTheSameAsReadTwice() throws IOException {
    Files.writeString(directory.resolve("train.csv"), "x,z,y\n" + rows(9, i -> i + ".5,1," + i));
    Files.writeString(directory.resolve("validation.csv"), "y,x,z\n1,2,3\n4,5,6\n");
    Files.writeString(directory.resolve("test.csv"), "z,y,x\n,7,8\n");
    requireSame(directory, "y");
    requireSame(directory, "x");
  }

  private void requireSame(String text, String target) throws IOException {
    requireSame(Files.writeString(directory.resolve("t.csv"), text), target);
  }

  private static void requireSame(Path place, String target) {
    TableData kept = Tables.read(Lookup.usual(), place, rules(target));
    TableData plain = Tables.read(Lookup.usual(), place, skipping(rules(target)));
    assertThat(kept.dataset().sha256()).isEqualTo(plain.dataset().sha256());
    assertThat(kept.dataset().recipe()).isEqualTo(plain.dataset().recipe());
    assertThat(kept.dataset().classNames()).isEqualTo(plain.dataset().classNames());
    assertThat(kept.targets()).isEqualTo(plain.targets());
    assertThat(kept.profile()).isEqualTo(plain.profile());
    assertThat(kept.notes()).isEqualTo(plain.notes());
    for (Split split : Split.values()) {
      assertThat(kept.dataset().rows(split)).isEqualTo(plain.dataset().rows(split));
    }
  }

  @Test
  void aTableOfNumbersIsReadOnce() throws IOException {
    Path file = directory.resolve("large.csv");
    Files.writeString(file, "x,y\n" + rows(250_000, i -> i + ".25," + i * 0.5));
    assertThat(timesRead(file, rules("y"))).isEqualTo(1);
    assertThat(timesRead(file, skipping(rules("y")))).isEqualTo(2);
  }

  private int timesRead(Path file, TableRules rules) {
    List<Long> ends = new ArrayList<>();
    Lookup.Listener listener = new Lookup.Listener() {
      @Override
      public void reading(String name, long bytes, long total) {
        if (bytes >> 20 == total >> 20) { // in its last megabyte
          ends.add(bytes);
        }
      }
    };
    Path cache = directory.resolve("cache " + rules.skipBadRows());
    Tables.read(new Lookup(Optional.empty(), cache, directory, true, listener), file, rules);
    return ends.size();
  }
}
