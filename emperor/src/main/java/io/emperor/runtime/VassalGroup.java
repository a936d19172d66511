package io.emperor.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one generation of a vassal, also those that the app makes by itself. */
final class VassalGroup extends ThreadGroup {

  private static final Logger log = LoggerFactory.getLogger(VassalGroup.class);

  private final String vassal;

  VassalGroup(String vassal, int generation) {
    super(vassal + "#" + generation);
    this.vassal = vassal;
  }

  /** On the thread that ends by it: into the log, with the vassal's name. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (AppRuntime.isExit(thrown)) {
      log.debug("thread {} has ended the app", thread.getName());
    } else {
      log.error("thread {} has ended by what it has thrown", thread.getName(), thrown);
    }
  }

  /** The vassal whose thread this is, if it is any's. */
  static Optional<String> vassalOf(Thread thread) {
    for (@Nullable ThreadGroup group = thread.getThreadGroup();
        group != null;
        group = group.getParent()) {
      if (group instanceof VassalGroup own) {
        return Optional.of(own.vassal);
      }
    }
    return Optional.empty();
  }
}
