package io.emperor.vassal.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.config.VassalConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.runtime.process.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private Probe probe(String more) throws Exception {
    Path file = Files.writeString(directory.resolve("app.yaml"), "command: [sleep, '9']\n" + more);
    VassalConfig config = new VassalConfigReader("rome", Map.of()).read("app", file, null);
    try (ChildProcesses children = new ChildProcesses(directory)) {
      Processes processes = new Processes(children, "http://localhost:8500", timer);
      return new Checks(processes, null).ofOwn(config, 8080);
    }
  }

  @Test
  void anOpenPortHasToProveItselfForASecond() throws Exception {
    assertThat(probe("").proving()).isEqualTo(Duration.ofSeconds(1));
    assertThat(probe("check-tcp: 8081\n").proving()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whoeverWaitsForWhatIsOnDemandDoesNotWaitForThatSecond() throws Exception {
    assertThat(probe("on-demand: true\n").proving()).isZero();
    assertThat(probe("on-demand: true\ncheck-tcp: 8081\n").proving()).isZero();
  }
}
