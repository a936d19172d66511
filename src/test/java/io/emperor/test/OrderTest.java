package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Recording;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order of a vassal's life, from one history: the app writes into Consul when it is started and
 * stopped, through the same recorded way by which the emperor registers and deregisters it.
 */
class OrderTest {

  private static final String REGISTERED = "PUT /v1/agent/service/register";
  private static final String DEREGISTERED = "PUT /v1/agent/service/deregister/recording-tester";

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void registeredOnlyWhenReadyAndDeregisteredBeforeItIsStopped() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        RecordingProxy proxy = new RecordingProxy(agent.httpAddress());
        EmperorProcess emperor = Scene.emperor(data, proxy.address(), vassals.toString())) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      Path jar = AppJar.providing(Recording.class).and(Web.class).dropInto(vassals, "recording");
      consul.passing("recording");
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      consul.await("/v1/kv/history/stopped-1?keys", keys -> keys.size() == 1);
      Files.delete(jar);
      emperor.line("recording: gone");

      assertThat(milestones(proxy.history()))
          .containsExactly(
              "PUT /v1/kv/history/started-1",
              REGISTERED,
              "PUT /v1/kv/history/started-2",
              REGISTERED,
              "PUT /v1/kv/history/stopped-1",
              DEREGISTERED,
              "PUT /v1/kv/history/stopped-2");
    }
  }

  private static List<String> milestones(List<String> history) {
    return history.stream()
        .filter(
            request ->
                request.startsWith("PUT /v1/kv/history/")
                    || request.equals(REGISTERED)
                    || request.equals(DEREGISTERED))
        .toList();
  }
}
