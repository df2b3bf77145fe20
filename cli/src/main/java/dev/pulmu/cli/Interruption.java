package dev.pulmu.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * What Ctrl-C does to a run: it stops early, and has the time to write what was done. A second
 * Ctrl-C ends the process at once. Whoever else asks the process to end is treated like the first.
 */
final class Interruption {
  private static final int STATUS = 130;

  private Interruption() {}

  /**
   * Does some work during which an interruption is told.
   *
   * @param stop makes the work end early
   */
  static <T> T stops(Runnable stop, Supplier<T> work) {
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
   * hook, hears of the first alone. {@code sun.misc.Signal} has no successor; it is called by name
   * because javac warns of it in a way that cannot be answered. Where it is missing, Ctrl-C is as
   * the JVM has it.
   *
   * @return puts things as they were
   */
  private static Runnable onCtrlC(Runnable stop) {
    boolean[] once = new boolean[1];
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Object ours = Proxy.newProxyInstance(
          Interruption.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
            if (method.getName().equals("handle")) {
              if (once[0]) {
                Runtime.getRuntime().halt(STATUS);
              }
              once[0] = true;
              stop.run();
            }
            return null;
          });
      Object before = signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours);
      return () -> handle(signal, handler, interrupt, before);
    } catch (ReflectiveOperationException notHere) {
      return () -> {};
    }
  }

  private static void handle(Class<?> signal, Class<?> handler, Object interrupt, Object before) {
    try {
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("worked a while ago", e);
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
