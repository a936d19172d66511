package io.emperor.cli.run;

import io.emperor.daemon.Emperor;
import org.slf4j.LoggerFactory;

/**
 * Has the web server's classes ready, on a second processor, while what a run is to do is still
 * being found out. What the two threads load has nothing in common, and so neither can wait for
 * what the other is about to initialize.
 */
public final class ClassPreloader {

  private final Thread thread = new Thread(Emperor::prepare, "forerunner");

  private ClassPreloader() {
    thread.setDaemon(true);
  }

  /**
   * Sets one off, when the log is there: a logger that was asked for while it is still being made
   * would be none.
   */
  public static ClassPreloader setOff() {
    LoggerFactory.getLogger(ClassPreloader.class).debug("the log is there");
    ClassPreloader forerunner = new ClassPreloader();
    forerunner.thread.start();
    return forerunner;
  }

  /** Waits for it. Called before anything else uses the web server. */
  public void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
