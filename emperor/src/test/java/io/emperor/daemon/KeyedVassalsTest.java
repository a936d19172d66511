package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emperor.api.ConsulException;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.daemon.keyed.KeyedFileException;
import io.emperor.daemon.keyed.KeyedFiles;
import io.emperor.daemon.keyed.KeyedFiles.Outcome;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.Hand;
import io.emperor.runtime.apps.Puppet;
import io.emperor.vassal.RestartPolicy;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Vassals that are keys in Consul, beside those of a directory. */
@Timeout(120)
class KeyedVassalsTest {

  private static final AppJar APP = AppJar.providing(Puppet.class);
  private static final String PREFIX = "config/vassals/";
  private static final String MASTER = "9b0b1a5c-2a30-4b5d-8f0e-0f7c1d2e3a4b";
  private static final String ACL =
      """
      acl {
        enabled = true
        default_policy = "deny"
        tokens { master = "%s" agent = "%s" }
      }
      """
          .formatted(MASTER, MASTER);

  @TempDir Path vassals;
  @TempDir Path data;
  @TempDir Path apps;

  private final Hand hand = new Hand();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private ConsulAgentProcess agent;
  private Emperor emperor;
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    log.start();
    ((Logger) LoggerFactory.getLogger("io.emperor")).addAppender(log);
    agent = ConsulAgentProcess.start();
    begin("consul:config/vassals", vassals.toString());
  }

  @AfterEach
  void close() {
    emperor.stop();
    agent.close();
    hand.close();
    ((Logger) LoggerFactory.getLogger("io.emperor")).detachAppender(log);
  }

  private void begin(String... words) throws Exception {
    AgentSettings consul =
        new AgentSettings(
            List.of(AgentAddress.parse(agent.httpAddress())),
            ConsistencyMode.DEFAULT,
            () -> token,
            TlsSettings.defaults(),
            null);
    emperor =
        new Emperor(
            new EmperorSettings(
                "test",
                List.of(words),
                Map.of("drain", "0"),
                consul,
                null,
                null,
                Duration.ofMillis(200),
                new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                FleetSettings.plain(),
                false,
                Optional.empty(),
                data,
                false),
            new SimpleMeterRegistry(),
            new LastLines(LogFormat.TEXT));
    emperor.start();
  }

  private void beginAnew(String... words) throws Exception {
    emperor.stop();
    begin(words);
  }

  private void put(String name, String text) {
    assertThat(request("PUT", name, text)).isEqualTo("true");
  }

  private String request(String method, String name, String text) {
    return agent
        .send(method, "/v1/kv/" + PREFIX + name, text, "X-Consul-Token", MASTER)
        .body()
        .strip();
  }

  private String app() {
    return app("");
  }

  private String app(String more) {
    Path jar = apps.resolve("app.jar");
    if (!Files.exists(jar)) {
      var unused = APP.writtenTo(jar);
    }
    return "app: " + jar + "\n" + more;
  }

  private void awaitRunning(String vassal) {
    Await.until(vassal + " runs", () -> is(vassal, VassalState.RUNNING));
  }

  private boolean is(String vassal, VassalState state) {
    return emperor
        .vassals()
        .find(vassal)
        .map(VassalDetail::status)
        .filter(status -> status.state() == state)
        .isPresent();
  }

  private void awaitGone(String vassal) {
    Await.until(vassal + " is gone", () -> emperor.vassals().find(vassal).isEmpty());
  }

  private VassalStatus status(String vassal) {
    return emperor.vassals().find(vassal).orElseThrow().status();
  }

  private void awaitCursed(String vassal) {
    Await.until(vassal + " is cursed", () -> is(vassal, VassalState.CURSED));
  }

  private List<String> lines() {
    synchronized (log) {
      return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  private void awaitLine(String... parts) {
    Await.until(
        List.of(parts) + " is told",
        () -> lines().stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
  }

  private Path mirrored(String name) {
    return data.resolve("test/consul/config%2Fvassals").resolve(name);
  }

  @Test
  void aKeyIsAVassalThatIsReloadedWhenItChangesAndEndsWhenItIsDeleted() throws Exception {
    put("shop.yaml", app());
    awaitRunning("shop");
    assertThat(status("shop").app()).hasToString("consul:config/vassals/shop.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mirrored("shop.yaml"))))
        .isEqualTo("rw-------");

    put("shop.yaml", app("settings: {greeting: hi}\n"));
    Await.until("it is reloaded", () -> status("shop").generation() == 2);
    assertThat(emperor.vassals().find("shop").orElseThrow().configuration().toString())
        .contains("consul:config/vassals/shop.yaml:2");

    request("DELETE", "shop.yaml", "");
    awaitGone("shop");
    assertThat(mirrored("shop.yaml")).doesNotExist();
  }

  @Test
  void aWriteOfTheSameContentsChangesNothing() throws Exception {
    put("shop.yaml", app());
    awaitRunning("shop");
    FileTime written = Files.getLastModifiedTime(mirrored("shop.yaml"));
    Object file = Files.getAttribute(mirrored("shop.yaml"), "unix:ino");

    put("shop.yaml", app());
    put("other.yaml", app("consul-service-name: other\n"));
    awaitRunning("other");

    assertThat(status("shop").generation()).isEqualTo(1);
    assertThat(Files.getLastModifiedTime(mirrored("shop.yaml"))).isEqualTo(written);
    assertThat(Files.getAttribute(mirrored("shop.yaml"), "unix:ino")).isEqualTo(file);
  }

  @Test
  void whatIsWrongWithAKeyIsToldByItsName() throws Exception {
    put("no-yaml.yaml", "app: x\nnot: [yaml\n");
    put("unknown.yaml", "\ncomand: [sleep]\n");
    put("relative.yaml", "app: shop.jar\n");
    put("no-text.yaml", "");
    assertThat(requestBytes("not-utf-8.yaml", new byte[] {'a', ':', ' ', (byte) 0xff}))
        .isEqualTo("true");
    put("twice.ini", "comand = sleep\n"); // alone, it can't run either
    put("twice.yaml", app());
    put("huge.yaml", "#" + "x".repeat(512 * 1024 - 1));
    put("good.yaml", app("consul-service-name: good\n"));

    awaitRunning("good");
    for (String name : List.of("no-yaml", "unknown", "relative", "not-utf-8", "twice")) {
      awaitCursed(name);
    }
    assertThat(status("no-yaml").reason()).contains("consul:config/vassals/no-yaml.yaml:");
    assertThat(status("unknown").reason())
        .startsWith("consul:config/vassals/unknown.yaml:2: comand: unknown key");
    assertThat(status("relative").reason())
        .startsWith("consul:config/vassals/relative.yaml:1: app: ")
        .endsWith("write a path that begins with /");
    assertThat(status("not-utf-8").reason())
        .isEqualTo("consul:config/vassals/not-utf-8.yaml: is not UTF-8: save it as UTF-8");
    Await.until(
        "both",
        () ->
            status("twice")
                .reason()
                .contains("consul:config/vassals/twice.ini and consul:config/vassals/twice.yaml"));
    for (String name : List.of("huge", "no-text")) {
      Await.until(name, () -> status(name).reason().contains("consul:config/vassals/" + name));
    }
    assertThat(lines()).noneMatch(line -> line.contains(data.resolve("test/consul").toString()));
  }

  private String requestBytes(String name, byte[] value) throws Exception {
    URI uri = URI.create("http://" + agent.httpAddress() + "/v1/kv/" + PREFIX + name);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofByteArray(value)).build(),
            BodyHandlers.ofString())
        .body()
        .strip();
  }

  @Test
  void keysThatAreNoVassalsNeverBecomePaths() throws Exception {
    put("", "");
    for (String name : List.of("../escaped.yaml", "../../escaped.yaml", "..", "two\nlines.yaml")) {
      putInTransaction(name, app());
    }
    put("deep/er.yaml", app());
    put("app.jar", "PK");
    put("notes.txt", "hello");
    put(".hidden.yaml", app());
    put("x".repeat(201) + ".yaml", app());
    put("Ok.yaml", app());
    awaitRunning("Ok");
    put("oK.yaml", app());

    for (String name :
        List.of("deep/er.yaml", "app.jar", "notes.txt", ".hidden.yaml", "../escaped.yaml")) {
      awaitLine("consul:config/vassals/" + name, " is left alone: ");
    }
    awaitLine("two vassals are called", "consul:config/vassals/oK.yaml", "is left alone");
    assertThat(lines()).noneMatch(line -> line.contains("\n"));
    try (Stream<Path> files = Files.walk(data.resolve("test/consul"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("Ok.yaml", "oK.yaml");
    }
    assertThat(lines().stream().filter(line -> line.contains("notes.txt"))).hasSize(1);
  }

  /** Takes names that Consul would clean in an address. */
  private void putInTransaction(String name, String text) {
    String value = Base64.getEncoder().encodeToString(bytes(text));
    String key = PREFIX + name.replace("\n", "\\n");
    assertThat(
            agent.put(
                "/v1/txn",
                "[{\"KV\":{\"Verb\":\"set\",\"Key\":\"%s\",\"Value\":\"%s\"}}]"
                    .formatted(key, value)))
        .containsPattern("\"Errors\": ?null");
  }

  @Test
  void aNameThatIsInADirectoryTooStaysWithTheFirst() throws Exception {
    put("shop.yaml", app());
    awaitRunning("shop");
    Files.writeString(vassals.resolve("shop.yaml"), app());
    awaitLine(
        "two vassals are called shop",
        "consul:config/vassals/shop.yaml has the name",
        vassals.resolve("shop.yaml") + " is left alone");
    assertThat(status("shop").generation()).isEqualTo(1);

    request("DELETE", "shop.yaml", "");
    Await.until(
        "the other has it",
        () -> is("shop", VassalState.RUNNING) && status("shop").app().startsWith(vassals));
  }

  @Test
  void whatWasThereLastStaysInAnOutageAndOverARestart() throws Exception {
    put("shop.yaml", app());
    awaitRunning("shop");
    agent.kill();
    emperor.stop();

    begin("consul:config/vassals");
    awaitRunning("shop");
    awaitLine("consul:config/vassals can't be mirrored: ", "the vassals mirrored last stay");

    // Its data is in memory: now the leader says that there is nothing.
    agent.launchAgain();
    awaitGone("shop");
    put("back.yaml", app());
    awaitRunning("back");
  }

  @Test
  void whatWasDeletedMeanwhileDoesNotRunAgain() throws Exception {
    put("shop.yaml", app());
    put("kept.yaml", app("consul-service-name: kept\n"));
    awaitRunning("shop");
    awaitRunning("kept");
    emperor.stop();
    request("DELETE", "shop.yaml", "");
    hand.journal().clear();

    begin("consul:config/vassals");
    awaitRunning("kept");
    assertThat(emperor.vassals().find("shop")).isEmpty();
    assertThat(hand.journal()).containsOnlyOnce("start 1");
  }

  @Test
  void whatIsNamedNoMoreIsNotKept() throws Exception {
    put("shop.yaml", app());
    awaitRunning("shop");
    beginAnew("consul:elsewhere/");
    assertThat(mirrored("")).doesNotExist();
    assertThat(emperor.vassals().all()).isEmpty();
  }

  @Test
  void aThousandKeysAreAThousandVassals() throws Exception {
    for (int i = 0; i < 1000; i++) {
      put("v" + i + ".yaml", "wrong: " + i + "\n");
    }
    Await.within(
        Duration.ofSeconds(60), "all are there", () -> emperor.vassals().all().size() == 1000);
    Await.within(
        Duration.ofSeconds(60),
        "each is told why it can't run",
        () -> emperor.vassals().all().stream().allMatch(one -> one.state() == VassalState.CURSED));
    agent.send("DELETE", "/v1/kv/" + PREFIX + "?recurse", "");
    Await.within(Duration.ofSeconds(60), "all are gone", () -> emperor.vassals().all().isEmpty());
  }

  @Test
  void aTokenThatMayNotReadIsToldTheRuleAndTakesNothingAway() throws Exception {
    emperor.stop();
    agent.close();
    agent = ConsulAgentProcess.start(ACL);
    token = MASTER;
    begin("consul:config/vassals");
    put("shop.yaml", app());
    awaitRunning("shop");
    emperor.stop();

    token = ""; // the anonymous token, which may read nothing
    begin("consul:config/vassals");
    awaitLine("key_prefix \"config/vassals/\" { policy = \"read\" }");
    Await.holdsFor(Duration.ofSeconds(2), "shop stays", () -> Files.exists(mirrored("shop.yaml")));
    assertThat(lines().stream().filter(line -> line.contains("policy = \"read\""))).hasSize(1);
    assertThatThrownBy(() -> emperor.keyedFiles().apply("shop.yaml", bytes(app("# new\n"))))
        .isInstanceOf(ConsulException.class)
        .hasMessageContaining("key_prefix \"config/vassals/\" { policy = \"write\" }");

    token = MASTER;
    awaitLine("consul:config/vassals is mirrored again");
  }

  @Test
  void configurationsAreWrittenAndRemoved() throws Exception {
    KeyedFiles files = emperor.keyedFiles();
    KeyedFiles.Written written = files.apply("shop.yaml", bytes(app()));
    assertThat(written)
        .isEqualTo(
            new KeyedFiles.Written("shop", "consul:config/vassals/shop.yaml", Outcome.CREATED));
    awaitRunning("shop");
    assertThat(files.apply("shop.yaml", bytes(app())).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(files.apply("shop.yaml", bytes(app("# new\n"))).outcome())
        .isEqualTo(Outcome.CHANGED);
    assertThatThrownBy(() -> files.apply("shop.ini", bytes("a = b")))
        .isInstanceOf(KeyedFileException.class)
        .hasMessageStartingWith("consul:config/vassals/shop.yaml is that vassal's configuration");
    for (String bad : List.of("../x.yaml", "a/b.yaml", "x.txt", ".yaml", "-x.yaml", "a\nb.yaml")) {
      assertThatThrownBy(() -> files.apply(bad, bytes(app())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> files.apply("big.yaml", new byte[KeyedFiles.LONGEST + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512 KB");
    assertThat(files.remove("shop").outcome()).isEqualTo(Outcome.REMOVED);
    awaitGone("shop");
    assertThat(files.remove("shop").outcome()).isEqualTo(Outcome.ABSENT);
  }

  @Test
  void ofSeveralPrefixesTheOneThatHasItIsWritten() throws Exception {
    beginAnew("consul:first", "consul:config/vassals");
    put("shop.yaml", app());
    KeyedFiles files = emperor.keyedFiles();
    assertThat(files.apply("shop.yaml", bytes(app("# new\n"))).key())
        .isEqualTo("consul:config/vassals/shop.yaml");
    assertThat(files.apply("new.yaml", bytes(app())).key()).isEqualTo("consul:first/new.yaml");
    assertThat(files.remove("shop").key()).isEqualTo("consul:config/vassals/shop.yaml");
  }

  @Test
  void anEmperorWithoutAPrefixSaysWhatToDo() throws Exception {
    beginAnew(vassals.toString());
    assertThatThrownBy(() -> emperor.keyedFiles().apply("shop.yaml", bytes(app())))
        .isInstanceOf(KeyedFileException.class)
        .hasMessageContaining("--vassals consul:PREFIX");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
