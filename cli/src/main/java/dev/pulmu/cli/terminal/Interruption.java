package dev.pulmu.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Handles Ctrl-C during a run: the first one stops the run early, with time to write what was done,
 * and a second one ends the process at once. Any other request to end the process is treated like
 * the first.
 */
public final class Interruption {
  private static final int STATUS = 130;

  private Interruption() {}

  /**
   * Does some work that an interruption ends early.
   *
   * @param stop makes the work end early
   */
  public static <T> T stops(Runnable stop, Supplier<T> work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(
        () -> {
          stop.run();
          await(done);
        },
        "pulmu-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    Runnable forget = onCtrlC(stop);
    try {
      return work.get();
    } finally {
      done.countDown();
      forget.run();
      remove(hook);
    }
  }

  /**
   * Calls something at the first Ctrl-C and ends the process at the second. The JVM's own way, a
   * shutdown hook, is called for the first alone.
   *
   * @return puts things as they were
   */
  private static Runnable onCtrlC(Runnable stop) {
    AtomicBoolean again = new AtomicBoolean();
    return Signals.on("INT", () -> {
      if (again.getAndSet(true)) {
        LastLine.leave();
        Runtime.getRuntime().halt(STATUS);
      }
      stop.run();
    });
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, and ends now.
      return;
    }
  }
}
