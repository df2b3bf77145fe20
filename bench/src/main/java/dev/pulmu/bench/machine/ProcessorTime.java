package dev.pulmu.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processors' time since a virtual machine was started, and how much of it was stolen, as Linux
 * counts it.
 *
 * @param stolen time that was wanted here and given to other machines on the same hardware
 * @param all the whole of it, idle time too, in the same unit
 */
public record ProcessorTime(long stolen, long all) {
  private static final Path COUNTED = Path.of("/proc/stat");
  private static final ProcessorTime NOT_COUNTED = new ProcessorTime(0, 0);

  /** User, nice, system, idle, waiting, interrupts of two kinds, stolen; guests count as user. */
  private static final int KINDS = 8;

  public static ProcessorTime now() {
    try (Stream<String> lines = Files.lines(COUNTED)) {
      return lines.findFirst().map(ProcessorTime::of).orElse(NOT_COUNTED);
    } catch (IOException | UncheckedIOException notLinux) {
      return NOT_COUNTED;
    }
  }

  /** Reads the line that begins with "cpu", of all processors together. */
  static ProcessorTime of(String line) {
    long[] kinds = Stream.of(line.split(" +"))
        .skip(1)
        .limit(KINDS)
        .mapToLong(Long::parseLong)
        .toArray();
    return kinds.length < KINDS
        ? NOT_COUNTED
        : new ProcessorTime(kinds[KINDS - 1], LongStream.of(kinds).sum());
  }

  /**
   * The share that was stolen since an earlier time, in percent; NaN if the system does not count
   * it.
   */
  public double percentStolenSince(ProcessorTime earlier) {
    return 100.0 * (stolen - earlier.stolen) / (all - earlier.all);
  }
}
