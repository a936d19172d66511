package io.emperor.vassal;

import static io.emperor.vassal.SupervisorRig.awaitReason;
import static io.emperor.vassal.SupervisorRig.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import io.emperor.config.Checksum;
import io.emperor.config.VassalConfigReader;
import io.emperor.consul.Await;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.AppJar;
import io.emperor.vassal.download.AppServer;
import io.emperor.vassal.status.VassalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vassal whose configuration names its app by an address. */
@Timeout(60)
class AppFromAnAddressTest {

  private final Path directory;
  private final SupervisorRig rig;
  private final AppServer server;
  private final byte[] app;
  private final Checksum checksum;

  AppFromAnAddressTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    rig =
        new SupervisorRig(
            directory, new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(10)));
    server = AppServer.plain();
    Path jar = directory.resolve("built.jar");
    Path unused = AppJar.providing(Worker.class).writtenTo(jar);
    app = Files.readAllBytes(jar);
    checksum = Checksum.of(jar);
  }

  @AfterEach
  void stop() {
    rig.close();
    server.close();
  }

  @Test
  void itRunsAndIsReloadedWithoutItsServer() throws Exception {
    server.has(app, "v1");
    Supervisor shop = rig.supervisor("shop");

    shop.load(source(yaml()));
    awaitState(shop, VassalState.RUNNING, 1);
    server.close();
    shop.load(source(yaml() + "drain: 1s\n"));

    awaitState(shop, VassalState.RUNNING, 2);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void itIsTriedAgainUntilItsServerHasIt() throws Exception {
    Supervisor shop = rig.supervisor("shop");

    shop.load(source(yaml()));
    awaitReason(
        shop,
        server.uri("/shop.jar")
            + " can't be downloaded: its server answers 404: put it there, or correct app:; next"
            + " attempt in 10ms");
    server.has(app, "v1");

    Await.until("it runs", () -> shop.status().state() == VassalState.RUNNING);
  }

  @Test
  void anotherChecksumIsCursedUntilTheFilesChange() throws Exception {
    server.has(app, "v1");
    Supervisor shop = rig.supervisor("shop");
    String wrong = "sha256:" + "0".repeat(64);

    shop.load(source(yaml().replace(checksum.toString(), wrong)));
    awaitReason(
        shop,
        "%s comes to %s, and checksum: says %s: correct one of them"
            .formatted(server.uri("/shop.jar"), checksum, wrong));
    assertThat(shop.status().state()).isEqualTo(VassalState.CURSED);

    shop.load(source(yaml()));
    awaitState(shop, VassalState.RUNNING, 2);
  }

  @Test
  void allThatIsWrongIsSaidBeforeAnythingIsFetched() throws Exception {
    Supervisor shop = rig.supervisor("shop");

    shop.load(source(yaml() + "app-credentials-file: login\ndrain: soon\nreload: never\n"));

    awaitReason(
        shop,
        directory
            + "/vassals/shop.yaml:4: drain: \"soon\" is no duration: write 500ms, 15s, 2m or 1h; "
            + directory
            + "/vassals/shop.yaml:5: reload: \"never\" is no way to reload: write beside or"
            + " stop-first");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aVassalThatGoesEndsItsDownloadAndHoldsUpNothing() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    server.answers(
        exchange -> {
          asked.countDown();
          try {
            given.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Supervisor shop = rig.supervisor("shop");
    shop.load(source(yaml()));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    awaitReason(shop, "fetches " + server.uri("/shop.jar"));

    assertThat(shop.end().get(20, TimeUnit.SECONDS)).isTrue();
    given.countDown();
  }

  @Test
  void aLocalAppIsHeldToItsChecksum() throws Exception {
    Files.write(directory.resolve("vassals/here.jar"), app);
    Supervisor here = rig.supervisor("here");

    here.load(rig.config("here", "checksum: sha256:" + "0".repeat(64) + "\n"));
    awaitReason(
        here,
        "%s/vassals/here.jar comes to %s, and checksum: says sha256:%s: correct one of them"
            .formatted(directory, checksum, "0".repeat(64)));
    assertThat(here.status().state()).isEqualTo(VassalState.CURSED);
    assertThat(
            CheckedFiles.of(rig.source("here"), new VassalConfigReader("x", Map.of())).problems())
        .singleElement()
        .asString()
        .contains(checksum.toString());

    here.load(rig.config("here", "checksum: " + checksum + "\n"));
    awaitState(here, VassalState.RUNNING, 2);
  }

  @Test
  void anAppBesideAnAddressIsOneTooMany() throws Exception {
    Files.write(directory.resolve("vassals/here.jar"), app);
    Supervisor here = rig.supervisor("here");

    here.load(rig.config("here", yaml()));

    awaitReason(
        here,
        "%s/vassals/here.jar stands beside a configuration that names another app, %s: keep one of"
                .formatted(directory, server.uri("/shop.jar"))
            + " them");
    assertThat(server.asked()).isEmpty();
  }

  /** Does nothing. */
  public static final class Worker implements Vassal {
    @Override
    public void start(VassalContext context) {}
  }

  private String yaml() {
    return "app: %s?sig=hunter2\nchecksum: %s\n".formatted(server.uri("/shop.jar"), checksum);
  }

  private VassalSource source(String yaml) throws Exception {
    Path vassals = directory.resolve("vassals");
    Path config = Files.writeString(vassals.resolve("shop.yaml"), yaml);
    return new VassalSource("shop", List.of(), List.of(config), vassals);
  }
}
