package io.emperor.bench.fleet;

/** Something that runs in one place and goes on in another when that one fails. */
public interface Standby extends AutoCloseable {

  /** What is run. */
  enum Kind {
    /** A program, which runs once its process has started. */
    PROGRAM,
    /** A JVM of its own with a small web application, which runs once it has answered. */
    JVM
  }

  /**
   * Kills whoever runs it, and restores what was there before once another one does.
   *
   * @param withAgent whether the agent is killed, too, as if the machine were gone
   */
  Failed failOver(boolean withAgent);

  /**
   * How that went.
   *
   * @param seconds from the kill until it runs elsewhere
   * @param running how many run at that moment
   */
  record Failed(double seconds, long running) {}

  @Override
  void close();
}
