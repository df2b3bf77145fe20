package dev.pulmu.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Finds out how wide the terminal is. */
public final class Columns {
  private static final int USUAL = 80;
  private static final int UNKNOWN = 0;

  private static volatile int known = UNKNOWN;
  private static boolean heard;

  private Columns() {}

  /** Those of lines that stay, in standard output, as the launcher found it. */
  public static int ofOutput() {
    int columns = Integer.getInteger("pulmu.columns", USUAL);
    return columns > 0 ? columns : USUAL; // some terminals say that they have none
  }

  /** Those of the terminal now, which a user may have resized. */
  static synchronized int ofTerminal() {
    if (!heard) {
      heard = true;
      Signals.on("WINCH", () -> known = UNKNOWN);
    }
    if (known == UNKNOWN) {
      known = ask();
    }
    return known;
  }

  /** Asks {@code stty size}, which says rows and columns. */
  private static int ask() {
    try {
      Process stty = new ProcessBuilder("stty", "size")
          .redirectInput(new File("/dev/tty"))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = Integer.parseInt(size.strip().replaceFirst(".* ", ""));
      return columns > 0 ? columns : USUAL;
    } catch (IOException | NumberFormatException noTerminal) {
      return USUAL;
    }
  }
}
