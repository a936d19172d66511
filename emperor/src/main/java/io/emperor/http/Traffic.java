package io.emperor.http;

/**
 * Is told of every request that comes in by a port, on the threads that serve it. Must be thread
 * safe, and must neither block nor throw.
 */
public interface Traffic {

  /** Looks at nothing. */
  Traffic UNMEASURED =
      new Traffic() {
        @Override
        public void begun() {}

        @Override
        public void ended(int status, long nanos) {}
      };

  /** A request was accepted. */
  void begun();

  /**
   * A request that was accepted has been answered, or given up.
   *
   * @param status the status of the answer; 500 if there was none
   * @param nanos how long that took, in nanoseconds since its headers were read
   */
  void ended(int status, long nanos);
}
