package io.emperor.cli.run;

import java.lang.reflect.Proxy;

/**
 * Signals from outside. The JVM's own reaction would end the process with a status that says
 * "killed" although everything was stopped in order, and would not tell a second signal from the
 * first.
 */
final class Signals {

  private Signals() {}

  /**
   * Reacts to a signal from now on, instead of the JVM.
   *
   * @param name the signal's name without {@code SIG}
   * @param reaction runs on a thread of the JVM's
   */
  static void on(String name, Runnable reaction) {
    try {
      // By reflection, because the compiler has a warning for it that nothing can turn off.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object reacting =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                reaction.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), reacting);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java can't react to SIG" + name, e);
    }
  }
}
