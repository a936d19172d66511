package io.emperor.provisioning.program;

import java.io.IOException;

/** Runs programs to their end. Safe for use by many threads. */
public interface Programs {

  /**
   * Runs a program, and ends it with everything that it has started once its time is over.
   *
   * @return how it ended
   * @throws IOException if it can't be run: there is none, or it can't be executed
   * @throws InterruptedException if the thread was interrupted; the program is ended then, too
   */
  Ended run(Command command) throws IOException, InterruptedException;
}
