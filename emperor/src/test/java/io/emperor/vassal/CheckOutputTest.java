package io.emperor.vassal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.devagent.DevAgent;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.VassalState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What everybody who can ask Consul is told of a vassal that has said a secret. */
@Timeout(60)
class CheckOutputTest {

  private static final String SAID = "no answer of jdbc:postgresql://shop:hunter2@db/shop";
  private static final String SHOWN = "no answer of jdbc:postgresql://********@db/shop";

  private final Hand hand = new Hand();
  private final HttpClient client = HttpClient.newHttpClient();
  private DevAgent agent;
  private SupervisorRig rig;
  private Supervisor shop;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    agent = DevAgent.start(0);
    rig =
        new SupervisorRig(
            directory,
            new RestartPolicy(Duration.ofHours(1), Duration.ofHours(1)),
            AgentSettings.of(AgentAddress.parse(agent.address())));
    rig.config("shop", "consul-check-ttl: 1s");
    shop = rig.supervisor("shop");
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
    agent.close();
  }

  private void runs() {
    shop.load(rig.jar("shop", AppJar.providing(Puppet.class)));
    SupervisorRig.awaitState(shop, VassalState.RUNNING, 1);
  }

  private String checks() {
    URI uri = URI.create("http://" + agent.address() + "/v1/agent/checks");
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertShown(String words) {
    Await.until("Consul shows it", () -> checks().contains(words));
    assertThat(checks()).doesNotContain("hunter2");
  }

  @Test
  void aNoteIsShownWithoutWhatIsSecret() {
    hand.onHealth(() -> Health.warning(SAID));

    runs();

    assertShown(SHOWN);
    assertThat(shop.status().health()).isEqualTo(Health.warning(SHOWN));
  }

  @Test
  void whatHealthThrowsIsShownWithoutWhatIsSecret() {
    runs();

    hand.onHealth(
        () -> {
          throw new IllegalStateException(SAID);
        });

    assertShown(SHOWN);
    assertThat(shop.status().health().note()).contains(SHOWN).doesNotContain("hunter2");
  }

  @Test
  void aReasonForMaintenanceIsShownWithoutWhatIsSecret() {
    runs();

    var unused = shop.maintain(true, SAID);

    assertShown(SHOWN);
  }

  @Test
  void maintenanceThatWaitsForAStartIsShownWithoutWhatIsSecret() {
    var unused = shop.maintain(true, SAID);

    runs();

    assertShown(SHOWN);
  }
}
