package io.emperor.test;

import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Recording;
import io.emperor.test.apps.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order of a vassal's life, from one history: the app writes into Consul when it is started and
 * stopped, through the same recorded way by which the emperor registers and deregisters it.
 */
@Tag("agent")
class OrderTest {

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void registeredOnlyWhenReadyAndDeregisteredBeforeItIsStopped() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        RecordingProxy proxy = new RecordingProxy(agent.httpAddress());
        EmperorProcess emperor =
            Scene.emperor(data, proxy.address(), vassals.toString(), "--vassal-set", "drain=0s")) {
      ConsulView consul = new ConsulView(agent.httpAddress());
      Path jar = AppJar.providing(Recording.class).and(Web.class).dropInto(vassals, "recording");
      consul.passing("recording");
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      Milestones milestones = new Milestones(proxy);
      milestones.are(
          "recording", "started-1 registered-1 passing started-2 registered-2 stopped-1");

      Files.delete(jar);

      milestones.are(
          "recording",
          "started-1 registered-1 passing started-2 registered-2 stopped-1 deregistered stopped-2");
      emperor.line("recording: gone");
    }
  }
}
