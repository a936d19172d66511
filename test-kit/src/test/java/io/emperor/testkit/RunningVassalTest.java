package io.emperor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.api.Health;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

@Timeout(60)
@ResourceLock(EmperorTest.CONSUL)
class RunningVassalTest {

  private static final Duration SHORT = Duration.ofMillis(900);

  private TestCluster cluster;

  @BeforeEach
  void begins() throws Exception {
    cluster = TestCluster.start();
    Probe.DONE.clear();
  }

  @AfterEach
  void ends() {
    cluster.close();
  }

  private RunningVassal run(String... settings) throws Exception {
    return cluster.run(Probe.class, "probe", settings(settings));
  }

  private static Map<String, String> settings(String... settings) {
    return settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everyCallComesOnAThreadOfTheAppsInTheEmperorsOrder() throws Exception {
    try (RunningVassal probe = run()) {
      assertThat(get(probe.uri()).body()).isEqualTo("generation 1");
    }

    assertThat(Probe.DONE)
        .containsExactly(
            "start on probe#1",
            "init on probe#1",
            "get on probe#1",
            "stop on probe#1",
            "destroy on probe#1");
  }

  @Test
  void isRegisteredAsTheEmperorDoes() throws Exception {
    try (RunningVassal probe = run()) {
      var instance = cluster.consul().service("probe").get(0);

      assertThat(instance.id()).isEqualTo("probe-test");
      assertThat(instance.address()).isEqualTo("127.0.0.1");
      assertThat(instance.port()).isEqualTo(probe.uri().getPort());
      assertThat(instance.tags()).isEmpty();
      assertThat(instance.meta())
          .containsOnly(
              Map.entry("emperor", "test"),
              Map.entry("vassal", "probe"),
              Map.entry("generation", "1"));
    }
  }

  @Test
  void thatItAsksForReinforcementIsCounted() throws Exception {
    try (RunningVassal probe = run("asks", "")) {
      assertThat(probe.reinforcements()).isEqualTo(1);
      probe.reload(Map.of());
      assertThat(probe.reinforcements()).isZero();
    }
  }

  @Test
  void whatAServletThrowsIsNotToldToClients() throws Exception {
    try (RunningVassal probe = run("throws", "")) {
      HttpResponse<String> answer = get(probe.uri());

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("secret").doesNotContain("IllegalState");
    }
  }

  @Test
  void aFailedStartIsStoppedAndThrownAsItIs() {
    assertThatThrownBy(() -> run("fails", "stock"))
        .isInstanceOf(IOException.class)
        .hasMessage("no stock");

    assertThat(Probe.DONE).containsExactly("start on probe#1", "stop on probe#1");
    assertThat(cluster.consul().service("probe")).isEmpty();
  }

  @Test
  void aStartThatHangsIsEndedAndSaysWhere() {
    Limits limits = new Limits(SHORT, SHORT, SHORT, SHORT);

    assertThatThrownBy(() -> cluster.run(Probe.class, "probe", settings("hangs", ""), limits))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("start() has not returned within 900 ms")
        .hasStackTraceContaining("Probe.start");

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("probe#"));
  }

  @Test
  void aHealthThatThrowsIsCritical() throws Exception {
    try (RunningVassal probe = run("ill", "")) {
      assertThat(probe.health())
          .isEqualTo(Health.critical("java.lang.IllegalStateException: no health"));
      assertThat(cluster.consul().healthy("probe")).isEmpty();
    }
  }

  @Test
  void whenItIsStoppedTheClusterStays() throws Exception {
    try (RunningVassal probe = run()) {
      URI uri = probe.uri();

      probe.stop();

      assertThat(probe.consul().service("probe")).isEmpty();
      assertThat(probe.threads()).isEmpty();
      assertThatThrownBy(() -> get(uri)).isInstanceOf(ConnectException.class);
      assertThatThrownBy(probe::reload).hasMessage("probe is stopped");
    }
  }

  @Test
  void aStopThatFailsEndsAllTheSame() throws Exception {
    RunningVassal probe = run("fails-to-stop", "");

    assertThatThrownBy(probe::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("can't stop");

    assertThat(Probe.DONE).contains("destroy on probe#1");
    assertThat(probe.dataDirectory()).doesNotExist();
    probe.close(); // a second time does nothing
  }

  @Test
  void theThreadsThatItLeavesAreNamed() throws Exception {
    try (RunningVassal probe = run("leaves", "")) {
      probe.stop();

      assertThat(probe.threads()).extracting(Thread::getName).containsExactly("left-behind");
    }
  }

  @Test
  void aReloadTakesOverThePortAndTheDataDirectory() throws Exception {
    try (RunningVassal probe = run()) {
      URI uri = probe.uri();
      Path kept = Files.writeString(probe.dataDirectory().resolve("kept"), "");
      Probe.DONE.clear();

      probe.reload();

      assertThat(Probe.DONE)
          .containsExactly(
              "start on probe#2", "init on probe#2", "stop on probe#1", "destroy on probe#1");
      assertThat(probe.uri()).isEqualTo(uri);
      assertThat(get(uri).body()).isEqualTo("generation 2");
      assertThat(kept).exists();
      assertThat(cluster.consul().service("probe").get(0).meta()).containsEntry("generation", "2");
    }
  }

  @Test
  void aReloadThatFailsLeavesTheOldOneServing() throws Exception {
    try (RunningVassal probe = run()) {
      assertThatThrownBy(() -> probe.reload(settings("fails", "stock"))).hasMessage("no stock");
      assertThatThrownBy(() -> probe.reload(settings("ill", "")))
          .hasMessageStartingWith("the new generation is critical: ");

      assertThat(get(probe.uri()).body()).isEqualTo("generation 1");
      assertThat(cluster.consul().healthy("probe").get(0).meta()).containsEntry("generation", "1");
    }
  }

  /** Has sessions, and no servlet. */
  public static final class Guard implements Vassal {
    @Override
    public void start(VassalContext context) {
      context.consul().sessionCreate(Duration.ZERO, "guard", null, List.of());
      assertThatThrownBy(() -> context.serve("no path", new Nothing()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Thread.currentThread().getContextClassLoader())
          .isSameAs(Guard.class.getClassLoader());
    }
  }

  private static final class Nothing extends jakarta.servlet.http.HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aWorkerHasNoPortAndItsSessionsEndWithIt() throws Exception {
    ConsulApi consul = cluster.consul();
    String other = consul.sessionCreate(Duration.ZERO, "other", null, List.of());
    try (RunningVassal guard = cluster.run(Guard.class, "", Map.of())) {
      assertThat(consul.service("guard").get(0).port()).isZero();
      assertThat(consul.sessionList(null)).hasSize(2);
      assertThatThrownBy(guard::uri).hasMessageContaining("guard has declared no servlet");
    }

    assertThat(consul.sessionList(null)).extracting(s -> s.id()).containsExactly(other);
  }

  @Test
  void theStaticConsulIsThatOfTheLastOneThatRuns() throws Exception {
    RunningVassal first = run();
    try (first) {
      try (RunningVassal second = RunningVassal.start(Guard.class, "", Map.of())) {
        assertThat(Consul.services()).containsKey("guard").isEqualTo(second.consul().services());
      }
      assertThat(Consul.services()).containsKey("probe");
    }
    assertThat(Consul.services()).containsOnlyKeys("consul");
  }

  @Test
  void oneThatEndsBesideAnotherStillHasItsOwnStaticConsul() throws Exception {
    RunningVassal probe = run("writes", "");
    try (RunningVassal other = RunningVassal.start(Guard.class, "", Map.of())) {
      probe.close();

      assertThat(cluster.consul().get("stopped")).isPresent();
      assertThat(Consul.services()).isEqualTo(other.consul().services());
    }
  }

  static final class Hidden implements Vassal {
    @Override
    public void start(VassalContext context) {}
  }

  /** Can't be made. */
  public static final class Broken implements Vassal {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("broken");
    }

    @Override
    public void start(VassalContext context) {}
  }

  @Test
  void whatCanNotBeMadeIsSaidInOneLine() {
    assertThatThrownBy(() -> RunningVassal.start(Hidden.class, "", Map.of()))
        .hasMessage(Hidden.class.getName() + " has to be public and not abstract");
    assertThatThrownBy(() -> RunningVassal.start(Broken.class, "", Map.of())).hasMessage("broken");
  }

  @Test
  void othersCanBeRegisteredChangedAndTakenAway() {
    ConsulApi consul = cluster.consul();

    cluster.register("billing-1", "billing", 80, Health.passing());
    assertThat(consul.healthy("billing").get(0).port()).isEqualTo(80);

    cluster.register("billing-1", "billing", 81, Health.critical("broke"));
    assertThat(consul.healthy("billing")).isEmpty();
    assertThat(consul.service("billing").get(0).health()).isEqualTo(Health.critical("broke"));

    cluster.deregister("billing-1");
    assertThat(consul.services()).doesNotContainKey("billing");
  }
}
