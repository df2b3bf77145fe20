package dev.pulmu.cli.terminal;

import java.io.PrintWriter;
import java.util.Optional;

/**
 * The last line of the terminal, which a process shares among all that write to it. It is
 * overwritten again and again, and is empty when anything else is printed and when the process
 * ends, however it ends.
 */
public final class LastLine {
  /** To the line's beginning; and to the screen's end, as a line may wrap that was resized. */
  private static final String BEGINNING = "\r";

  private static final String CLEAR = "\033[J";

  /** What empties the line. */
  public static final String EMPTY = BEGINNING + CLEAR;

  private static Optional<PrintWriter> written = Optional.empty();
  private static boolean watched;
  private static boolean over;

  private LastLine() {}

  /** Writes the line; the cursor stands at its beginning then. */
  static synchronized void write(PrintWriter terminal, String line) {
    if (over) {
      return;
    }
    if (!watched) {
      watched = true;
      Runtime.getRuntime().addShutdownHook(new Thread(LastLine::leave, "pulmu-last-line"));
    }
    terminal.print(BEGINNING + line + CLEAR + BEGINNING);
    terminal.flush();
    written = Optional.of(terminal);
  }

  /** Empties the line. */
  static synchronized void erase() {
    written.ifPresent(terminal -> {
      terminal.print(EMPTY);
      terminal.flush();
    });
    written = Optional.empty();
  }

  /** Prints something else, in which no thread writes the line. */
  public static synchronized void above(Runnable print) {
    erase();
    print.run();
  }

  /** Empties the line for good: the process ends, and the shell prompts there. */
  static synchronized void leave() {
    erase();
    over = true;
  }
}
