package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnDemandChecksTest {

  @TempDir Path directory;

  private VassalConfig read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("app.yaml"), text);
    return new VassalConfigReader("rome", Map.of()).read("app", file, null);
  }

  @Test
  void anIdleTimeoutMeansSomethingForWhatRestsAlone() {
    assertThatThrownBy(() -> read("command: sleep 9\nidle-timeout: 1m\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("idle-timeout")
        .hasMessageContaining("add on-demand: true, or remove it");
  }

  @Test
  void anIdleTimeoutMeansSomethingForReinforcements() throws IOException {
    assertThat(read("command: sleep 9\ninstances: 1-2\nidle-timeout: 1m\n").rest().idleTimeout())
        .hasMinutes(1);
  }

  @Test
  void aWorkerWithoutAPortCantWaitForConnections() throws IOException {
    String worker = "command: sleep 9\ncheck-tcp: none\non-demand: true\n";
    assertThatThrownBy(() -> read(worker))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("on-demand")
        .hasMessageContaining("add consul-service-port");
    assertThat(read(worker + "consul-service-port: 8080\n").rest().onDemand()).isTrue();
  }

  @Test
  void whatRunsElsewhereDoesNotRest() {
    assertThatThrownBy(() -> read("consul-service-port: 8080\ncheck-tcp: 8080\non-demand: true\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("on-demand");
  }
}
