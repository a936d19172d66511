package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** {@code /v1/status}: who leads. */
abstract class StatusContract extends Contract {

  @Test
  void theLeaderIsAnAddressWithAPort() {
    assertThat(good(agent.get("/v1/status/leader")).textValue()).matches("[0-9.]+:[0-9]+");
  }

  @Test
  void theOnlyPeerIsTheLeader() {
    JsonNode peers = good(agent.get("/v1/status/peers"));

    assertThat(peers).containsExactly(good(agent.get("/v1/status/leader")));
  }

  @Test
  void noIndexComesWithTheStatus() {
    assertThat(agent.get("/v1/status/leader").header("X-Consul-Index")).isEmpty();
  }
}
