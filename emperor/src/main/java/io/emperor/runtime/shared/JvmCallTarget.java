package io.emperor.runtime.shared;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where an app's calls lead that would otherwise be about the whole JVM: {@link System#exit}, and
 * the hooks that run when the JVM ends. Each app's class loader defines a copy of this class, which
 * therefore needs Java alone. Thread safe.
 */
public final class JvmCallTarget {

  private static final Set<Thread> HOOKS = Collections.newSetFromMap(new IdentityHashMap<>());
  private static volatile @Nullable IntConsumer told;

  private JvmCallTarget() {}

  /**
   * Says who is told of an exit.
   *
   * @param listener told the exit status, on the app's thread
   */
  public static void bind(IntConsumer listener) {
    told = listener;
  }

  /**
   * Stands for {@link System#exit}.
   *
   * @param status the exit status
   */
  public static void exit(int status) {
    IntConsumer listener = told;
    if (listener != null) {
      listener.accept(status);
    }
    // The call never returns, as its caller expects.
    throw new Error("the app has exited with status " + status);
  }

  /** Whether an app's copy of this class has thrown it, to end the thread that called exit. */
  static boolean isExit(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.getClass() == Error.class
        && trace.length > 0
        && trace[0].getClassName().equals(JvmCallTarget.class.getName());
  }

  /**
   * Stands for {@link Runtime#exit} and {@link Runtime#halt}.
   *
   * @param runtime what they are called on
   * @param status the exit status
   */
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }

  /**
   * Stands for {@link Runtime#addShutdownHook}: the hook runs when the app ends.
   *
   * @param runtime what it is called on
   * @param hook a thread that was not started
   */
  public static void addShutdownHook(Runtime runtime, Thread hook) {
    synchronized (HOOKS) {
      if (!HOOKS.add(hook)) {
        throw new IllegalArgumentException("Hook previously registered");
      }
    }
  }

  /**
   * Stands for {@link Runtime#removeShutdownHook}.
   *
   * @param runtime what it is called on
   * @param hook a thread
   * @return whether it was a hook
   */
  public static boolean removeShutdownHook(Runtime runtime, Thread hook) {
    synchronized (HOOKS) {
      return HOOKS.remove(hook);
    }
  }

  /**
   * Does what the end of a JVM would do for the app, on a thread of the app's: runs its hooks to
   * their end, and takes back the database drivers and the handlers for everybody's log that it has
   * registered.
   *
   * @throws InterruptedException if a hook does not end in time
   * @throws SQLException if a driver does not let itself be taken back
   */
  public static void end() throws InterruptedException, SQLException {
    List<Thread> hooks;
    synchronized (HOOKS) {
      hooks = List.copyOf(HOOKS);
      HOOKS.clear();
    }
    hooks.forEach(Thread::start);
    for (Thread hook : hooks) {
      hook.join();
    }
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      if (isOfTheApp(handler)) {
        root.removeHandler(handler);
      }
    }
    // Answers those that the caller's class loader can see, and takes back its own alone.
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (isOfTheApp(driver)) {
        DriverManager.deregisterDriver(driver);
      }
    }
  }

  private static boolean isOfTheApp(Object registered) {
    return registered.getClass().getClassLoader() == JvmCallTarget.class.getClassLoader();
  }
}
