package io.emperor.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that Consul does not answer, and once that it does again, whoever has asked. */
final class ConsulTrouble {

  private static final Logger log = LoggerFactory.getLogger(ConsulTrouble.class);

  private final String agents;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * Of some agents.
   *
   * @param agents their addresses, for people
   */
  ConsulTrouble(String agents) {
    this.agents = agents;
  }

  void failed(String why) {
    if (failing.compareAndSet(false, true)) {
      log.warn(
          "Consul at {} does not answer as it should ({}): waits until it does; look at the agent, and at CONSUL_HTTP_ADDR and CONSUL_HTTP_TOKEN",
          agents,
          why);
    }
  }

  void answered() {
    if (failing.compareAndSet(true, false)) {
      log.info("Consul at {} answers: goes on", agents);
    }
  }
}
