package io.emperor.devagent.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.FakeProber;
import io.emperor.devagent.QuietAgent;
import io.emperor.devagent.model.Check;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the agent runs its own checks, in a time that is the test's. */
class CheckRunnerTest {

  private static final String REGISTER = "/v1/agent/service/register";
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final QuietAgent agent = new QuietAgent();

  private void register(String fields) {
    String check = "\"HTTP\": \"http://web/\", \"Interval\": \"10s\"" + fields;
    assertThat(agent.put(REGISTER, "{\"Name\": \"web\", \"Check\": {" + check + "}}")).isEmpty();
  }

  private String health() {
    return agent.get("/v1/agent/health/service/id/web?format=text");
  }

  @Test
  void theFirstRunComesAfterATwentiethOfTheInterval() {
    register("");
    agent.timer.pass(FIRST.minusMillis(1));
    assertThat(agent.prober.underWay()).isZero();
    agent.timer.pass(Duration.ofMillis(1));
    assertThat(agent.prober.underWay()).isEqualTo(1);
    agent.prober.next().finds(Check.PASSING, "well");
    assertThat(health()).isEqualTo("passing");
    assertThat(agent.get("/v1/agent/checks")).contains("\"Output\": \"well\"");
  }

  @Test
  void theNextRunComesAnIntervalAfterTheLastOneHasEnded() {
    register("");
    agent.timer.pass(FIRST.plus(Duration.ofMinutes(1)));
    assertThat(agent.prober.underWay()).isEqualTo(1);
    agent.prober.next().finds(Check.PASSING, "well");
    agent.timer.pass(INTERVAL.minusMillis(1));
    assertThat(agent.prober.underWay()).isZero();
    agent.timer.pass(Duration.ofMillis(1));
    assertThat(agent.prober.underWay()).isEqualTo(1);
  }

  @Test
  void aRunThatIsUnderWayIsGivenUpWithItsCheck() {
    register("");
    agent.timer.pass(FIRST);
    agent.put("/v1/agent/check/deregister/service:web", "");
    assertThat(agent.prober.underWay()).isZero();
    agent.timer.pass(INTERVAL);
    assertThat(agent.prober.underWay()).isZero();
  }

  @Test
  void whatIsFoundTooLateDoesNotCount() {
    register("");
    agent.timer.pass(FIRST);
    FakeProber.Run late = agent.prober.next();
    register("");
    late.finds(Check.PASSING, "too late");
    assertThat(health()).isEqualTo("critical");
    agent.timer.pass(FIRST);
    assertThat(agent.prober.underWay()).isEqualTo(1);
    agent.timer.pass(INTERVAL);
    assertThat(agent.prober.underWay()).isEqualTo(1);
  }

  @Test
  void aCheckRegisteredAsAnotherKindIsRunNoMore() {
    register("");
    agent.put(REGISTER, "{\"Name\": \"web\", \"Check\": {\"TTL\": \"1h\"}}");
    agent.timer.pass(INTERVAL);
    assertThat(agent.prober.underWay()).isZero();
  }

  @Test
  void aServiceWhoseCheckFailsForTooLongIsDeregistered() {
    register(", \"DeregisterCriticalServiceAfter\": \"60s\"");
    agent.timer.pass(FIRST);
    agent.prober.next().finds(Check.CRITICAL, "ill");
    agent.timer.pass(Duration.ofSeconds(59));
    assertThat(agent.get("/v1/agent/services")).contains("web");
    agent.timer.pass(Duration.ofSeconds(31));
    assertThat(agent.get("/v1/agent/services")).doesNotContain("web");
    assertThat(agent.prober.underWay()).isZero();
  }

  @Test
  void aServiceWhoseCheckRecoversInTimeStays() {
    register(", \"DeregisterCriticalServiceAfter\": \"60s\"");
    agent.timer.pass(FIRST);
    agent.prober.next().finds(Check.CRITICAL, "ill");
    agent.timer.pass(Duration.ofSeconds(50));
    agent.prober.next().finds(Check.PASSING, "well");
    agent.timer.pass(Duration.ofMinutes(5));
    assertThat(agent.get("/v1/agent/services")).contains("web");
  }

  @Test
  void whatIsNeitherToldNorRunIsNotServed() {
    for (String check :
        new String[] {"\"GRPC\": \"h:1\", \"Interval\": \"1s\"", "\"AliasNode\": \"n\""}) {
      assertThat(agent.put(REGISTER, "{\"Name\": \"web\", \"Check\": {" + check + "}}"))
          .isEqualTo(
              "The dev agent does not serve gRPC and alias checks;"
                  + " it serves TTL, HTTP and TCP checks.");
    }
    assertThat(agent.get("/v1/agent/services")).doesNotContain("web");
  }
}
