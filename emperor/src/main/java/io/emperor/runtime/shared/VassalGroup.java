package io.emperor.runtime.shared;

import io.emperor.logging.VassalThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one generation of a vassal, also those that the app makes by itself. */
final class VassalGroup extends ThreadGroup implements VassalThreads {

  private static final Logger log = LoggerFactory.getLogger(VassalGroup.class);

  private final String vassal;

  VassalGroup(String vassal, int generation) {
    super(vassal + "#" + generation);
    this.vassal = vassal;
  }

  /** On the thread that ends by it: into the log, with the vassal's name. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (JvmCallTarget.isExit(thrown)) {
      log.debug("thread {} has ended the app", thread.getName());
    } else {
      log.error("thread {} has ended by what it has thrown", thread.getName(), thrown);
    }
  }

  @Override
  public String vassal() {
    return vassal;
  }
}
