package dev.pulmu.cli;

import dev.pulmu.run.Run;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What Ctrl-C does to a run: it stops early, and has the time to write what was done. */
final class Interruption {
  private Interruption() {}

  /**
   * Does some work during which Ctrl-C stops the run and waits for the end of the work; then the
   * JVM ends with status 130, as after every Ctrl-C.
   */
  static <T> T stops(Run run, Supplier<T> work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(
        () -> {
          run.stop();
          await(done);
        },
        "pulmu-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      done.countDown();
      remove(hook);
    }
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
