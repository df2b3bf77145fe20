package dev.pulmu.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastLineTest {
  private static final String CLEAR = LastLine.EMPTY.substring(1);

  /** What becomes of a thread that has to wait, and of one that does not. */
  private static final Set<Thread.State> ENDS =
      Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

  private final StringWriter text = new StringWriter();
  private final PrintWriter terminal = new PrintWriter(text);

  @Test
  void noBarIsDrawnWhileALineIsPrinted() throws InterruptedException {
    Thread bar = new Thread(() -> LastLine.write(terminal, "bar"));
    LastLine.write(terminal, "old bar");

    LastLine.above(() -> {
      bar.start();
      while (!ENDS.contains(bar.getState())) {
        Thread.onSpinWait();
      }
      terminal.println("line");
    });
    bar.join();
    LastLine.erase();

    assertThat(text.toString())
        .isEqualToNormalizingNewlines("\rold bar" + CLEAR + "\r" + LastLine.EMPTY + "line\n\rbar"
            + CLEAR + "\r" + LastLine.EMPTY);
  }
}
