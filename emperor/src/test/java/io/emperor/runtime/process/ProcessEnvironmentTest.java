package io.emperor.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {

  private static final String ITS_OWN_REGISTRATION = "SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER";

  private static ProcessEnvironment around(int port, Map<String, String> configured) {
    return new ProcessEnvironment(
        "shop", Map.of(), "shop-tester", 1, configured, Path.of("/srv"), port);
  }

  private static Map<String, String> environment(int port, Map<String, String> configured) {
    return around(port, configured).program(List.of("shop"), "http://127.0.0.1:8500").environment();
  }

  @Test
  void aProgramIsToldItsPortItsAgentAndWhoItIs() {
    assertThat(environment(8080, Map.of()))
        .containsEntry("PORT", "8080")
        .containsEntry("SERVER_PORT", "8080")
        .containsEntry("CONSUL_HTTP_ADDR", "http://127.0.0.1:8500")
        .containsEntry("EMPEROR_VASSAL", "shop")
        .containsEntry("EMPEROR_SERVICE_ID", "shop-tester");
  }

  @Test
  void whatListensNowhereIsToldNoPort() {
    assertThat(environment(0, Map.of())).doesNotContainKeys("PORT", "SERVER_PORT");
  }

  @Test
  void anAppOfSpringCloudDoesNotRegisterItself() {
    assertThat(environment(8080, Map.of())).containsEntry(ITS_OWN_REGISTRATION, "false");
  }

  @Test
  void whatTheEmperorGivesStandsInWhatTheConfigurationAdds() {
    Map<String, String> configured =
        Map.of(
            "QUARKUS_HTTP_PORT", "${PORT}",
            "SELF", "${EMPEROR_VASSAL}@${CONSUL_HTTP_ADDR}",
            "TEMPLATE", "$${PORT} costs $5 or $$");

    assertThat(environment(8080, configured))
        .containsEntry("QUARKUS_HTTP_PORT", "8080")
        .containsEntry("SELF", "shop@http://127.0.0.1:8500")
        .containsEntry("TEMPLATE", "${PORT} costs $5 or $$");
  }

  @Test
  void aPortThatIsNotThereIsMissed() {
    Map<String, String> configured = Map.of("A", "$${PORT} ${EMPEROR_SERVICE_ID} ${SERVER_PORT}");

    assertThat(around(0, configured).unknown()).contains("SERVER_PORT");
    assertThat(around(8080, configured).unknown()).isEmpty();
  }

  @Test
  void theConfigurationHasTheLastWordExceptAboutWhoItIs() {
    assertThat(
            environment(
                8080, Map.of(ITS_OWN_REGISTRATION, "true", "PORT", "1", "EMPEROR_VASSAL", "other")))
        .containsEntry(ITS_OWN_REGISTRATION, "true")
        .containsEntry("PORT", "1")
        .containsEntry("EMPEROR_VASSAL", "shop");
  }
}
