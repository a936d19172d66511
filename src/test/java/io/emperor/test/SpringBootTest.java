package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Spring Boot jar as its own build leaves it, which knows nothing of the emperor. */
@Tag("jdk")
class SpringBootTest {

  private static final Path JAR = Path.of(System.getProperty("spring-boot-app.jar")).normalize();

  /** Spring needs some seconds to start, and many of them on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path data;
  @TempDir static Path vassals;
  @TempDir static Path disks;

  private static Scene scene;
  private static ConsulView consul;

  @BeforeAll
  static void start() {
    scene =
        Scene.start(
            data, vassals, "--vassal-set", "consul-check-ttl=3s", "--vassal-set", "drain=5s");
    consul = scene.consul();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Path drop(String name) throws IOException {
    return AppJar.drop(Files.readAllBytes(JAR), vassals.resolve(name + ".jar"));
  }

  private static int port(String name) {
    Await.within(PATIENCE, name + " is passing", () -> passing(name).size() == 1);
    return passing(name).get(0).get("Service").get("Port").asInt();
  }

  private static JsonNode passing(String name) {
    return consul.get("/v1/health/service/" + name + "?passing");
  }

  private static void greets(int port) {
    assertThat(Http.get(port, "/hello").body()).isEqualTo("Hello from Spring Boot on port " + port);
  }

  private static ProcessHandle process(String name) {
    List<ProcessHandle> found = scene.processes(name);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void itIsAServiceOnAPortOfItsOwnUntilItsJarGoes() throws Exception {
    Path jar = drop("boot");
    int port = port("boot");
    assertThat(port).isPositive().isNotEqualTo(8080);
    greets(port);
    ProcessHandle process = process("boot");

    Files.delete(jar);

    consul.gone("boot");
    greets(port); // it goes on for the drain
    Await.within(PATIENCE, "it has ended", () -> !process.isAlive());
    scene.emperor().line(" boot: gone");
  }

  @Test
  void aTouchMovesItToANewPortAndTheOldOneServesUntilThen() throws Exception {
    Path jar = drop("moving");
    int before = port("moving");
    ProcessHandle process = process("moving");

    try (Follower client = new Follower("moving")) {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      Await.within(PATIENCE, "it has moved", () -> port("moving") != before);
      int after = port("moving");
      greets(before); // who has looked it up just before is still served
      Await.within(PATIENCE, "the client has moved, too", () -> client.ports.contains(after));
      Await.within(PATIENCE, "the old one has ended", () -> !process.isAlive());

      assertThat(client.failures).isEmpty();
      assertThat(client.ports).containsExactly(before, after);
    }
  }

  @Test
  void itsActuatorDecidesAboutItsHealth() throws Exception {
    Path disk = Files.createDirectory(disks.resolve("disk"));
    AppJar.drop(
        """
        check-http: /actuator/health
        env: {MANAGEMENT_HEALTH_DISKSPACE_PATH: %s}
        """
            .formatted(disk),
        vassals.resolve("watched.yaml"));
    drop("watched");
    int port = port("watched");
    greets(port);

    Files.delete(disk);
    assertThat(consul.status("watched", "critical").get("Output").asText())
        .contains(port + "/actuator/health answers 503");

    Files.createDirectory(disk);
    assertThat(port("watched")).isEqualTo(port);
  }

  @Test
  void itsPropertiesComeFromConsulAsThePageSays() throws Exception {
    String page = Files.readString(EmperorProcess.HOME.resolve("docs/provisioning.md"));
    Matcher recipe = Pattern.compile("(?s)```yaml\n# boot.yaml\n(.*?)```").matcher(page);
    assertThat(recipe.find()).isTrue();
    scene
        .agent()
        .put("/v1/kv/config/boot/management.yaml", "endpoints: {web: {base-path: /manage}}");
    AppJar.drop(recipe.group(1), vassals.resolve("provided.yaml"));
    drop("provided");

    assertThat(Http.get(port("provided"), "/manage/health").statusCode()).isEqualTo(200);
  }

  /** A client that asks Consul before each of its requests, and remembers how it fared. */
  private static final class Follower implements AutoCloseable {

    private final Set<Integer> ports = Collections.synchronizedSet(new LinkedHashSet<>());
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    Follower(String service) {
      var unused = thread.scheduleWithFixedDelay(() -> ask(service), 0, 20, TimeUnit.MILLISECONDS);
    }

    private void ask(String service) {
      try {
        JsonNode found = passing(service);
        assertThat(found).hasSize(1);
        int port = found.get(0).get("Service").get("Port").asInt();
        greets(port);
        ports.add(port);
      } catch (RuntimeException | AssertionError e) {
        failures.add(e.toString());
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }
}
