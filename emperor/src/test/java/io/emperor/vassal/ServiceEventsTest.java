package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FreePort;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.status.ServiceEvent;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is told of services that a real Consul has, and has no more. */
@Timeout(120)
class ServiceEventsTest {

  @TempDir Path directory;

  private final Hand hand = new Hand();
  private final List<String> watched = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.emperor");
  private final int port = FreePort.find();
  private ConsulAgentProcess agent;
  private SupervisorRig rig;
  private Supervisor shop;
  private Path journal;

  @BeforeEach
  void start() throws Exception {
    log.start();
    root.addAppender(log);
    agent = ConsulAgentProcess.start();
    rig =
        new SupervisorRig(
            directory,
            new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40)),
            AgentSettings.of(AgentAddress.parse("http://" + agent.httpAddress())));
    rig.watch(new Watcher());
    shop = rig.supervisor("shop");
    journal = directory.resolve("journal");
  }

  @AfterEach
  void stop() {
    rig.close();
    hand.close();
    agent.close();
    root.detachAppender(log);
  }

  private final class Watcher implements VassalWatcher {
    @Override
    public void changed(VassalStatus now) {}

    @Override
    public void gone(String name) {}

    @Override
    public void told(ServiceEvent event) {
      watched.add(event.vassal() + ": " + event.kind().word() + " " + event.fields());
    }
  }

  /** Each writes what it is told behind its own name. */
  private String hooks(String more) {
    return "drain: 0\nconsul-service-port: %s\nconsul-service-address: 192.0.2.7\n".formatted(port)
        + "on-registered: 'echo \"+ $(cat)\" >> %s'\n".formatted(journal)
        + "on-deregistered: 'echo \"- $(cat)\" >> %s'\n".formatted(journal)
        + more;
  }

  private String service(String id, String tags) {
    return "{\"service_name\":\"shop\",\"service_id\":\"%s\",\"address\":\"192.0.2.7\",\"port\":%s,\"tags\":[%s]}"
        .formatted(id, port, tags);
  }

  private void load(String config, int generation) throws IOException {
    rig.config("shop", config);
    shop.load(rig.jar("shop", AppJar.providing(Puppet.class)));
    awaitState(shop, VassalState.RUNNING, generation);
  }

  private List<String> journal() throws IOException {
    return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
  }

  private void awaitJournal(int lines) {
    Await.until(lines + " lines", () -> journal().size() == lines);
  }

  private List<String> logged(String words) {
    return new ArrayList<>(log.list)
        .stream()
            .filter(event -> "shop".equals(event.getMDCPropertyMap().get("vassal")))
            .map(ILoggingEvent::getFormattedMessage)
            .filter(line -> line.startsWith(words))
            .toList();
  }

  @Test
  void commandsAndWatchersAreToldOfBoth() throws Exception {
    load(hooks("consul-service-tags: [a, 'b \"; rm -rf']\n"), 1);
    awaitJournal(1);
    shop.end().get();
    awaitJournal(2);

    String told = service("shop-test", "\"a\",\"b \\\"; rm -rf\"");
    assertThat(journal()).containsExactly("+ " + told, "- " + told);
    String fields =
        "{service_name=shop, service_id=shop-test, address=192.0.2.7, port=%s, tags=[a, b \"; rm -rf]}"
            .formatted(port);
    assertThat(watched)
        .containsExactly("shop: registered " + fields, "shop: deregistered " + fields);
  }

  @Test
  void aReloadIsToldIfTheServiceIsAnotherOne() throws Exception {
    load(hooks(""), 1);
    awaitJournal(1);
    load(hooks("consul-service-tags: [new]\n"), 2);
    awaitJournal(2);
    load(hooks("consul-service-tags: [new]\nconsul-check-ttl: 20s\n"), 3);
    load(hooks("consul-service-tags: [new]\nconsul-service-id: other\n"), 4);
    awaitJournal(4);

    assertThat(journal())
        .startsWith("+ " + service("shop-test", ""), "+ " + service("shop-test", "\"new\""))
        .contains("+ " + service("other", "\"new\""), "- " + service("shop-test", "\"new\""))
        .hasSize(4);
  }

  @Test
  void whatConsulHasLostIsRegisteredAgainWithoutAWord() throws Exception {
    load(hooks("consul-check-ttl: 1s\n"), 1);
    awaitJournal(1);
    agent.put("/v1/agent/service/deregister/shop-test", "");
    Await.until("it is back", () -> agent.get("/v1/agent/services").contains("shop-test"));
    shop.end().get();
    awaitJournal(2);

    assertThat(journal())
        .containsExactly("+ " + service("shop-test", ""), "- " + service("shop-test", ""));
  }

  @Test
  void itIsToldThatConsulCouldNotBe() throws Exception {
    load(hooks(""), 1);
    awaitJournal(1);
    agent.kill();
    shop.end().get();
    awaitJournal(2);

    String service = service("shop-test", "");
    assertThat(journal())
        .containsExactly(
            "+ " + service,
            "- " + service.substring(0, service.length() - 1) + ",\"failed\":true}");
  }

  @Test
  void nobodyIsToldOfWhatWasNeverRegistered() throws Exception {
    agent.kill();
    load(hooks(""), 1);
    shop.end().get();

    assertThat(watched).isEmpty();
    assertThat(journal).doesNotExist();
  }

  @Test
  void aSlowCommandHoldsUpNothingButTheNextOne() throws Exception {
    Path go = directory.resolve("go");
    String slow =
        "on-registered: 'until test -e %s; do sleep 0.05; done; echo + >> %s'\n"
            .formatted(go, journal);
    String after = "on-deregistered: 'echo - >> %s'\n".formatted(journal);
    load(slow + after, 1);
    Await.until("it is registered", () -> watched.size() == 1);
    load("drain: 0\n" + slow + after, 2);
    shop.end().get();
    assertThat(watched).hasSize(2);
    assertThat(journal()).isEmpty();

    Files.createFile(go);

    awaitJournal(2);
    assertThat(journal()).containsExactly("+", "-");
  }

  @Test
  void theEndOfTheEmperorWaitsForWhatIsStillToBeTold() throws Exception {
    load("on-deregistered: 'sleep 0.5; echo - >> %s'\n".formatted(journal), 1);
    Await.until("it is registered", () -> watched.size() == 1);
    shop.end().get();

    rig.close();

    assertThat(journal()).containsExactly("-");
  }

  @Test
  void aCommandThatFailsIsAWarningThatShowsNoSecret() throws Exception {
    load("on-registered: 'echo \"no bus\"; exit 3; notify --token hunter2'\n", 1);

    Await.until("it is told", () -> !logged("on-registered: the command").isEmpty());
    assertThat(logged("on-registered"))
        .containsExactly(
            "on-registered: no bus",
            "on-registered: the command ended with status 3; it was: echo \"no bus\"; exit 3; notify"
                + " --token ********");
    assertThat(shop.status().state()).isEqualTo(VassalState.RUNNING);
  }

  @Test
  void aProgramIsToldOfWithThePortThatItHasFound() throws Exception {
    shop.load(
        rig.program(
            "shop",
            "command: [sleep, 1000]\ncheck-tcp: none\nconsul-service-port: %s\n".formatted(port)
                + "on-registered: 'cat > %s.new; mv %s.new %s'\n"
                    .formatted(journal, journal, journal)));
    awaitState(shop, VassalState.RUNNING, 1);
    awaitJournal(1);

    assertThat(journal()).containsExactly(service("shop-test", "").replace("192.0.2.7", ""));
  }
}
