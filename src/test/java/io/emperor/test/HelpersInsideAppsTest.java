package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.test.apps.EveryHelper;
import io.emperor.test.apps.Holding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What code inside an app gets from every helper, and what becomes of it when the app goes. */
@Tag("jdk")
@Tag("agent")
class HelpersInsideAppsTest {

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;
  private static ConsulView consul;

  @BeforeAll
  static void start() {
    scene = Scene.start(data, vassals);
    consul = scene.consul();
    AppJar.providing(EveryHelper.class)
        .with("META-INF/vassal.yaml", "consul-service-tags: [probe]")
        .dropInto(vassals, "helpers");
    AppJar.providing(EveryHelper.class)
        .with("META-INF/vassal.yaml", "{consul-service-tags: [probe], isolation: process}")
        .dropInto(vassals, "apart");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({"helpers, static", "helpers, injected", "apart, static", "apart, injected"})
  void everyHelperAnswersForTheCluster(String vassal, String way) {
    int port = consul.passing(vassal).get("Service").get("Port").asInt();

    assertThat(Http.get(port, "/" + way).body().lines())
        .containsExactly(
            "services() = [probe]",
            "services(dc) = [probe]",
            "service(name) = [helpers-tester]",
            "service(tag, name, dc) = [helpers-tester]",
            "service(other tag) = []",
            "healthy(name) = [helpers-tester]",
            "everywhere(tag, name) = [helpers-tester]",
            "set(text) = true",
            "get(name) = grüße",
            "get(name, dc) = grüße",
            "set(stale cas) = false",
            "set(cas) = true",
            "set(bytes) = true",
            "set(bytes, …) = true",
            "list = [%1$s/key, %1$s/key2, %1$s/key3]".formatted(way),
            "del(stale cas) = false",
            "del(name) = true",
            "del(recurse) = true",
            "list after = []",
            "sessionInfo = probe PT1S",
            "sessionList = true",
            "sessionNode = true",
            "set(acquire) = true",
            "lock holder = true",
            "set(release) = true",
            "sessionDestroy = true",
            "sessionInfo after = Optional.empty",
            "set(gone session) = CONFLICT NO");
  }

  @ParameterizedTest
  @CsvSource({
    "held, {}",
    "held-apart, {isolation: process}",
    "staying, '{settings: {stays: yes}, stop-timeout: 300ms}'",
    "staying-apart, '{settings: {stays: yes}, stop-timeout: 300ms, isolation: process}'"
  })
  void anAppsSessionIsDestroyedWhenItIsUnloaded(String name, String config) throws Exception {
    Path jar =
        AppJar.providing(Holding.class)
            .with("META-INF/vassal.yaml", config)
            .dropInto(vassals, name);
    consul.await("/v1/session/list", sessions -> named(sessions, name));

    Files.delete(jar);

    consul.await("/v1/session/list", sessions -> !named(sessions, name));
  }

  private static boolean named(JsonNode sessions, String name) {
    return sessions.findValuesAsText("Name").contains(name);
  }
}
