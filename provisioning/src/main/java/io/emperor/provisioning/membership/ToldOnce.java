package io.emperor.provisioning.membership;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/** Troubles that are in the log when they begin, and not again while they go on. For one thread. */
final class ToldOnce {

  private final Logger log;
  private Set<String> present = Set.of();

  ToldOnce(Logger log) {
    this.log = log;
  }

  /** These are all that there are now, a line each; those that are new are warnings. */
  void now(Collection<String> lines) {
    lines.stream().filter(line -> !present.contains(line)).forEach(line -> log.warn("{}", line));
    present = new LinkedHashSet<>(lines);
  }

  List<String> present() {
    return List.copyOf(present);
  }
}
