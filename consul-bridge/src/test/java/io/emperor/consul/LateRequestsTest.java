package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Lease;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an emperor has given up waiting for may still reach Consul, as it does in an election. */
class LateRequestsTest {

  private static final Duration LATE = Duration.ofSeconds(2);

  /** An emperor whose app has no name any more removes nothing but its lease. */
  private static final String RESIGNATION = "\"delete";

  private ConsulAgentProcess agent;
  private FleetEmperor one;
  private FleetEmperor two;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    one = FleetEmperor.start("one", agent.httpAddress());
    two = FleetEmperor.start("two", agent.httpAddress());
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    agent.close();
  }

  @Test
  void aLeaseThatIsGivenBackLateIsHeldIfItWasNeededAgain() throws Exception {
    Lease first = one.app().register("first", "").orElseThrow();
    first.close();
    one.proxy().set(Fault.delay(LATE), RESIGNATION);
    Await.until("the lease is given back", () -> one.proxy().met() > 0);

    Lease again = one.app().register("again", "").orElseThrow();
    Await.holdsFor(
        LATE.plusSeconds(1),
        "nobody else gets it while it is held",
        () -> !again.held() || two.app().register("again", "").isEmpty());
    assertThat(again.held()).isTrue();
  }
}
