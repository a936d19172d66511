package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.FreePort;
import io.emperor.monitor.VassalSource;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program whose port can't be free before the generation before it has ended. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class FixedPortTest {

  private final int port = FreePort.find();
  private final SupervisorRig rig;
  private final Path directory;

  FixedPortTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.rig =
        new SupervisorRig(directory, new RestartPolicy(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void whatIsWaitedForIsSaid() throws Exception {
    Path config =
        rig.config(
                "shop",
                String.format(
                    Locale.ROOT,
                    """
                command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]
                check-tcp: none
                consul-service-port: %d
                stop-timeout: 3s
                drain: 0s
                """,
                    port))
            .configs()
            .get(0);
    Supervisor shop = rig.supervisor("shop");
    VassalSource source = new VassalSource("shop", List.of(), List.of(config), directory);
    shop.load(source);
    awaitState(shop, VassalState.RUNNING, 1);

    shop.load(source);

    awaitReason(shop, "waits for port " + port);
    assertThat(shop.status().state()).isEqualTo(VassalState.LOADING);
    assertThat(shop.status().trying()).isTrue();
    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(shop.status().reason()).isEmpty();
  }
}
