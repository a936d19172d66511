package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.ReliabilityResults;
import io.emperor.test.apps.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What hostile agents, clients and files take from an emperor that has little: 256 MB of heap and
 * 400 descriptors. A neighbour never notices.
 */
@ExtendWith(ReliabilityPage.class)
@EnabledOnOs(OS.LINUX)
class AttacksTest {

  private static final int DESCRIPTORS = 400;
  private static final Duration TTL = Duration.ofSeconds(3);
  private static final Duration ATTACK = Duration.ofSeconds(6);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MEBIBYTE = 1 << 20;
  private static final int BOMB_MEBIBYTES = 3 << 10;

  @TempDir static Path data;
  @TempDir static Path vassals;
  @TempDir static Path elsewhere;

  private static ConsulAgentProcess agent;
  private static FaultProxy proxy;
  private static ConsulView consul;
  private static EmperorProcess emperor;
  private static int admin;
  private static int neighbour;

  @BeforeAll
  static void start() {
    agent = ConsulAgentProcess.start();
    proxy = new FaultProxy(agent.httpAddress());
    consul = new ConsulView(agent.httpAddress());
    AppJar.providing(Witness.class)
        .with("META-INF/vassal.yaml", "consul-check-ttl: " + TTL.toSeconds() + "s")
        .dropInto(vassals, "neighbour");
    emperor =
        EmperorProcess.withDescriptors(
            DESCRIPTORS,
            data,
            Map.of("EMPEROR_JAVA_OPTS", "-Xmx256m"),
            "--consul-agent",
            proxy.address(),
            "--vassals",
            vassals.toString());
    String address = Terminal.beside(data, emperor).admin();
    admin = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    neighbour = consul.passing("neighbour").get("Service").get("Port").asInt();
  }

  @AfterAll
  static void stop() {
    emperor.close();
    proxy.close();
    agent.close();
  }

  @AfterEach
  void theNeighbourWasNotDisturbed() {
    assertThat(Http.get(neighbour, "/starts").body()).isEqualTo("1");
    assertThat(consul.passing("neighbour").get("Service").get("Port").asInt()).isEqualTo(neighbour);
  }

  private static void holds(String what) throws Exception {
    Await.holdsFor(ATTACK, what, () -> Http.get(neighbour, "/starts").statusCode() == 200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an agent whose answers do not end, ENDLESS_BODY",
    "an agent whose headers do not end, ENDLESS_HEADER",
    "an agent that answers with gzip bombs, GZIP_BOMB"
  })
  void agents(String attack, Fault.Kind way) throws Exception {
    Toll toll = Toll.of(attack, emperor, admin);
    try {
      proxy.set(Fault.flood(way));
      holds("the neighbour answers");
    } finally {
      proxy.set(Fault.pass());
    }
    long since = System.nanoTime();
    var unused = consul.status("neighbour", "passing");
    toll.within(
            "service passing again after it answers properly",
            AGAIN,
            Duration.ofNanos(System.nanoTime() - since))
        .paid();
  }

  @Test
  void clientsThatAskAndNeverRead() throws Exception {
    Toll toll = Toll.of("12 clients that ask and never read", emperor, admin);
    try (HostileClient client = new HostileClient(admin)) {
      client.asksWithoutReading(12, "GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
      holds("the neighbour answers");
    }
    toll.paid();
  }

  @Test
  void clientsThatNeverSayAllOfIt() throws Exception {
    Toll toll = Toll.of("700 half-open requests, 400 descriptors", emperor, admin);
    try (HostileClient client = new HostileClient(admin)) {
      client.opens(700, "GET /v1/vassals HTTP/1.1\r\nHost: ");
      AppJar.providing(Witness.class).dropInto(vassals, "newcomer");
      var unused = consul.passing("newcomer");
      holds("the neighbour answers");
    }
    toll.paid();
    Files.delete(vassals.resolve("newcomer.jar"));
    consul.gone("newcomer");
  }

  @Test
  void settingsThatAreMeantToHangWhoeverReadsThem() {
    String keys =
        IntStream.range(0, 60_000)
            .mapToObj(i -> "key-" + i + ": x\n")
            .collect(Collectors.joining());
    Map<String, String> files =
        Map.of(
            "letters", "settings: {blob: " + "a".repeat(900_000) + "}\n",
            "strangers", keys,
            "deep", "metadata: " + "[".repeat(900_000));
    Toll toll = Toll.of("settings of 900 KB, in three ways", emperor, admin);
    files.forEach((name, text) -> AppJar.drop(text, vassals.resolve(name + ".yaml")));
    for (String name : files.keySet()) {
      emperor.line(" " + name + ": cursed");
      assertThat(Http.get(admin, "/v1/vassals/" + name).statusCode()).isEqualTo(200);
    }
    toll.paid();
    removed(files.keySet());
  }

  private static void removed(Iterable<String> names) {
    for (String name : names) {
      assertThat(vassals.resolve(name + ".yaml").toFile().delete()).isTrue();
      emperor.line(" " + name + ": gone");
    }
  }

  @Test
  void manyFilesThatAreNoVassals() throws IOException {
    int files = 10_000;
    Toll toll = Toll.of("10,000 broken files", emperor, admin);
    for (int i = 0; i < files; i++) {
      Files.writeString(vassals.resolve("broken-" + i + ".yaml"), "no-such-key: " + i);
    }
    emperor.line(" broken-" + (files - 1) + ": cursed");
    for (int i = 0; i < files; i++) {
      Files.delete(vassals.resolve("broken-" + i + ".yaml"));
    }
    emperor.line(" broken-" + (files - 1) + ": gone");
    toll.paid();
  }

  @Test
  void aWarThatUnpacksToThreeGigabytes() throws IOException {
    Path war = elsewhere.resolve("bomb.war");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
      zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
      zip.write("<web-app/>".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("zeros"));
      byte[] zeros = new byte[MEBIBYTE];
      for (int i = 0; i < BOMB_MEBIBYTES; i++) {
        zip.write(zeros);
      }
    }
    Toll toll = Toll.of("a war of 3 MB that unpacks to 3 GB", emperor, admin);
    long since = System.nanoTime();
    Path dropped = Files.move(war, vassals.resolve("bomb.war"));
    emperor.line(" bomb: cursed", "unpacked-limit");
    ReliabilityResults.record(
        "a war of 3 MB that unpacks to 3 GB",
        "refused after",
        "-",
        Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms");
    toll.paid();
    Files.delete(dropped);
    emperor.line(" bomb: gone");
  }
}
