package io.emperor.cli.run;

import io.emperor.daemon.Emperor;
import org.slf4j.LoggerFactory;

/**
 * Has classes ready that a run is going to need, on a second processor, while the words of the
 * command line are still being understood. What the two threads load has nothing in common, and so
 * neither can wait for what the other is about to initialize.
 */
public final class ClassPreloader {

  private final Thread thread = new Thread(ClassPreloader::run, "forerunner");

  private ClassPreloader() {
    thread.setDaemon(true);
  }

  /** Sets one off. */
  public static ClassPreloader setOff() {
    ClassPreloader forerunner = new ClassPreloader();
    forerunner.thread.start();
    return forerunner;
  }

  private static void run() {
    LoggerFactory.getLogger(ClassPreloader.class).debug("the log is there");
    Emperor.prepare();
  }

  /**
   * Waits for it. Called before anything logs: a logger that was asked for while the log is still
   * being made would be none.
   */
  public void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
