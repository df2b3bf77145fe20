package dev.pulmu.cli.terminal;

import java.lang.reflect.Proxy;

/**
 * Catches signals of the operating system. {@code sun.misc.Signal} has no successor; it is called
 * by name because javac warns of it in a way that cannot be answered.
 */
final class Signals {
  private Signals() {}

  /**
   * Does something whenever a signal comes; where there is none of this name, never.
   *
   * @param name INT, WINCH
   * @return puts things as they were
   */
  static Runnable on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object wanted = signal.getConstructor(String.class).newInstance(name);
      Object ours = Proxy.newProxyInstance(
          Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          });
      Object before = signal.getMethod("handle", signal, handler).invoke(null, wanted, ours);
      return () -> handle(signal, handler, wanted, before);
    } catch (ReflectiveOperationException notHere) {
      return () -> {};
    }
  }

  private static void handle(Class<?> signal, Class<?> handler, Object wanted, Object before) {
    try {
      signal.getMethod("handle", signal, handler).invoke(null, wanted, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("worked a while ago", e);
    }
  }
}
