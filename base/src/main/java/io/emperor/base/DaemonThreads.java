package io.emperor.base;

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

  @Override
  public Thread newThread(Runnable task) {
    // An app's call may be what needs the thread: it must not be born into the app.
    Thread thread = new Thread(group, task, name + "-" + count.incrementAndGet(), 0, false);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
