package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.NearestName;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void findsTheKeyThatWasMeant() {
    assertThat(NearestName.find("consul-servce-port", VassalKey.names()))
        .contains("consul-service-port");
    assertThat(NearestName.find("consul_service_port", VassalKey.names()))
        .contains("consul-service-port");
    assertThat(NearestName.find("service-port", VassalKey.names())).contains("consul-service-port");
    assertThat(NearestName.find("drian", VassalKey.names())).contains("drain");
    assertThat(NearestName.find("drains", VassalKey.names())).contains("drain");
  }

  @Test
  void doesNotGuessWildly() {
    assertThat(NearestName.find("colour", VassalKey.names())).isEmpty();
    assertThat(NearestName.find("x".repeat(100_000), VassalKey.names())).isEmpty();
  }
}
