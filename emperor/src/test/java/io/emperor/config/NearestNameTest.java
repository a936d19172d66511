package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.NearestName;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void findsTheKeyThatWasMeant() {
    assertThat(NearestName.find("consul-servce-port", VassalKeys.names()))
        .contains("consul-service-port");
    assertThat(NearestName.find("consul_service_port", VassalKeys.names()))
        .contains("consul-service-port");
    assertThat(NearestName.find("service-port", VassalKeys.names()))
        .contains("consul-service-port");
    assertThat(NearestName.find("drian", VassalKeys.names())).contains("drain");
    assertThat(NearestName.find("drains", VassalKeys.names())).contains("drain");
  }

  @Test
  void doesNotGuessWildly() {
    assertThat(NearestName.find("colour", VassalKeys.names())).isEmpty();
    assertThat(NearestName.find("x".repeat(100_000), VassalKeys.names())).isEmpty();
  }
}
