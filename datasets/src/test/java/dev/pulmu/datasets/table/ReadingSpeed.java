package dev.pulmu.datasets.table;

import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.TargetColumns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Times the whole reading of a table of plain numbers, on one core: prints megabytes a second, and
 * megabytes a second of the core's own time, which other programs do not change. {@code java -cp …
 * dev.pulmu.datasets.table.ReadingSpeed [FILE TARGET]}; without a file it writes one of 200 MB.
 */
final class ReadingSpeed {
  private static final int COLUMNS = 20;
  private static final int ROWS = 1_000_000;
  private static final int TIMES = 6;

  private ReadingSpeed() {}

  public static void main(String[] arguments) throws IOException {
    boolean isGiven = arguments.length == 2;
    Path file = isGiven ? Path.of(arguments[0]) : Files.createTempFile("speed", ".csv");
    if (!isGiven) {
      write(file);
    }
    String target = isGiven ? arguments[1] : "x0";
    TableRules rules = TableRules.of(new TargetColumns(TargetColumns.Kind.EITHER, List.of(target)));
    double megabytes = Files.size(file) / 1e6;
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Path cache = Files.createTempDirectory("cache");
    for (int time = 0; time < TIMES; time++) {
      Lookup usual = Lookup.usual();
      Lookup lookup = new Lookup(
          usual.directory(), cache.resolve("" + time), usual.shared(), true, usual.listener());
      long start = System.nanoTime();
      long startOfCore = threads.getCurrentThreadCpuTime();
      TableData data = Tables.read(lookup, file, rules);
      double seconds = (System.nanoTime() - start) / 1e9;
      double core = (threads.getCurrentThreadCpuTime() - startOfCore) / 1e9;
      out.printf(
          Locale.ROOT,
          "%d rows, %.0f MB, %.2f s, %.0f MB/s, %.0f MB/s of the core%n",
          data.dataset().samples(),
          megabytes,
          seconds,
          megabytes / seconds,
          megabytes / core);
    }
    if (!isGiven) {
      Files.delete(file);
    }
  }

  private static void write(Path file) throws IOException {
    Random random = new Random(1);
    try (Writer out = Files.newBufferedWriter(file)) {
      StringBuilder row = new StringBuilder();
      for (int column = 0; column < COLUMNS; column++) {
        row.append(column == 0 ? "x" : ",x").append(column);
      }
      for (int i = 0; i <= ROWS; i++) {
        out.append(row).append('\n');
        row.setLength(0);
        for (int column = 0; column < COLUMNS; column++) {
          row.append(column == 0 ? "" : ",");
          row.append((float) random.nextGaussian());
        }
      }
    }
  }
}
