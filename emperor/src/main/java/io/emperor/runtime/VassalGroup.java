package io.emperor.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The threads of one generation of a vassal, also those that the app makes by itself. */
final class VassalGroup extends ThreadGroup {

  private final String vassal;

  VassalGroup(String vassal, int generation) {
    super(vassal + "#" + generation);
    this.vassal = vassal;
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
