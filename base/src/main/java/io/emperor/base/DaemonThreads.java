package io.emperor.base;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with a name and a number. */
public final class DaemonThreads implements ThreadFactory {

  private final String name;
  private final ThreadGroup group = Thread.currentThread().getThreadGroup();
  private final AtomicInteger count = new AtomicInteger();

  public DaemonThreads(String name) {
    this.name = name;
  }

  /**
   * An app's call may be what needs the thread: it must not be born into the app. Before Java 24 a
   * thread keeps, with whoever's code is on the stack, its class loader.
   */
  @Override
  @SuppressWarnings("removal")
  public Thread newThread(Runnable task) {
    String numbered = name + "-" + count.incrementAndGet();
    Thread thread =
        AccessController.doPrivileged(
            (PrivilegedAction<Thread>) () -> new Thread(group, task, numbered, 0, false));
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
