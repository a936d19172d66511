package io.emperor.provisioning.membership;

import io.emperor.base.SafeText;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HAProxy that has read the files, or will. For one thread. */
final class RunningHaproxy {

  private static final Logger log = LoggerFactory.getLogger(RunningHaproxy.class);

  private final HaproxyRuntime runtime;
  private final OnChange reload;
  private final String shown;
  private Map<String, Slots> askedFor = Map.of();
  private String trouble = "";

  /**
   * Speaks to nothing yet.
   *
   * @param socket of its runtime API
   * @param reload what has it read its files anew
   */
  RunningHaproxy(SocketAddress socket, OnChange reload) {
    this.runtime = new HaproxyRuntime(socket);
    this.reload = reload;
    this.shown = SafeText.name(socket);
  }

  /**
   * Brings it to what its files say.
   *
   * @param wanted the slots by the names of their backends
   * @return what is to be done yet: it has to read its files anew, which is asked for once for what
   *     is wanted
   */
  Set<OnChange> bringTo(Map<String, Slots> wanted) {
    List<String> missing;
    try {
      missing = runtime.bringTo(wanted);
      tell("");
    } catch (IOException e) {
      log.debug("{} is not changed", shown, e);
      tell(e.getMessage() == null ? SafeText.of(e) : SafeText.line(e.getMessage()));
      return ask(wanted, "it can't be changed while it runs");
    }
    if (!missing.isEmpty()) {
      return ask(wanted, "it has no " + missing.get(0));
    }
    askedFor = Map.of();
    return Set.of();
  }

  /** Whether it was as its files say, the last time that it was brought to them. */
  boolean isBrought() {
    return askedFor.isEmpty();
  }

  private Set<OnChange> ask(Map<String, Slots> wanted, String why) {
    if (wanted.equals(askedFor)) {
      return Set.of();
    }
    askedFor = wanted;
    log.info("HAProxy has to read its files anew: {}", why);
    return Set.of(reload);
  }

  private void tell(String now) {
    if (!now.isEmpty() && !now.equals(trouble)) {
      log.warn(
          "HAProxy can't be changed while it runs: {}: {}; look at its stats socket", shown, now);
    } else if (now.isEmpty() && !trouble.isEmpty()) {
      log.info("HAProxy can be changed again while it runs: {}", shown);
    }
    trouble = now;
  }
}
