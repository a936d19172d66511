package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.monitor.VassalSource;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without {@code --tyrant}, nobody is another user. */
@Timeout(60)
class UserKeysTest {

  @TempDir Path directory;

  private SupervisorRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SupervisorRig(directory, new RestartPolicy(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid: nobody", "gid: nogroup", "consul-token-file: token"})
  void aKeyForAnotherUserIsRefused(String line) throws Exception {
    Supervisor shop = rig.supervisor("shop");

    String text = "command: sleep 60\ncheck-tcp: none\n" + line + "\n";
    Path file = Files.writeString(directory.resolve("shop.yaml"), text);
    shop.load(new VassalSource("shop", List.of(), List.of(file), directory));

    String key = line.substring(0, line.indexOf(' '));
    awaitReason(shop, key + " means nothing without --tyrant: run the emperor with it, as root");
    assertThat(shop.status().state()).isEqualTo(VassalState.CURSED);
  }
}
