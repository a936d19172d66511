package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wars: a real one, built by Maven, and broken ones. */
@Tag("jdk")
class WarTest {

  private static final Path WAR = Path.of(System.getProperty("war-app.war"));

  @TempDir static Path data;
  @TempDir static Path vassals;

  private static Scene scene;
  private static ConsulView consul;
  private static EmperorProcess emperor;

  @BeforeAll
  static void start() throws IOException {
    scene = Scene.start(data, vassals, "--throttle", "200ms");
    consul = scene.consul();
    emperor = scene.emperor();
    Path unused = drop("web");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Path drop(String name) throws IOException {
    return AppJar.drop(Files.readAllBytes(WAR), vassals.resolve(name + ".war"));
  }

  private static int port(String name) {
    return consul.passing(name).get("Service").get("Port").asInt();
  }

  private static JsonNode facts(int port) throws IOException {
    return new ObjectMapper().readTree(Http.get(port, "/annotated").body());
  }

  @Test
  void servesWhatItsDescriptorAndItsAnnotationsDeclare() throws Exception {
    int port = port("web");

    assertThat(Http.get(port, "/described").body()).isEqualTo("from web.xml");
    JsonNode facts = facts(port);
    assertThat(facts.get("parameter").asText()).isEqualTo("of the context");
    assertThat(facts.get("greetings").toString()).isEqualTo("[\"good day\"]");
    assertThat(facts.get("constructed").asBoolean()).as("@PostConstruct").isTrue();
    assertThat(Http.get(port, "/described").headers().firstValue("X-Stamped")).contains("yes");
  }

  @Test
  void servesItsFilesAndNothingThatIsHidden() {
    int port = port("web");

    assertThat(Http.get(port, "/").body()).contains("welcome home");
    assertThat(Http.get(port, "/pages/one.html").body()).contains("a page");
    assertThat(Http.get(port, "/pages/").body()).as("no listing").doesNotContain("one.html");
    assertThat(Http.get(port, "/WEB-INF/web.xml").statusCode()).isEqualTo(404);
    assertThat(Http.get(port, "/nothing").body()).contains("nothing of that name");
    assertThat(Http.get(port, "/page.jsp").statusCode()).as("JSP").isEqualTo(500);
    assertThat(Http.get(port, "/page.jsp").body()).doesNotContain("source");
    HttpResponse<String> failed = Http.get(port, "/annotated/fail");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).doesNotContain("secret", "IllegalState");
  }

  @Test
  void seesTheClusterAndItself() throws Exception {
    JsonNode facts = facts(port("web"));

    assertThat(facts.get("consul").asBoolean()).as("Consul.services()").isTrue();
    assertThat(facts.get("injected").asBoolean()).as("context.consul()").isTrue();
    assertThat(facts.get("name").asText()).isEqualTo("web");
  }

  @Test
  void itsThreadsAreItsOwn() {
    assertThat(Http.get(port("web"), "/annotated/async").body()).isEqualTo("on web#1");
  }

  @Test
  void keepsSessionsAndTakesUploads() throws Exception {
    int port = port("web");
    HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    HttpRequest visit = HttpRequest.newBuilder(Http.uri(port, "/annotated/visits")).build();

    assertThat(text(browser, visit)).isEqualTo("visit 1");
    assertThat(text(browser, visit)).isEqualTo("visit 2");
    HttpRequest upload =
        HttpRequest.newBuilder(Http.uri(port, "/annotated"))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    --b
                    Content-Disposition: form-data; name="file"; filename="f"

                    12345
                    --b--
                    """
                        .replace("\n", "\r\n")))
            .build();
    assertThat(text(browser, upload)).isEqualTo("5 bytes");
  }

  private static String text(HttpClient client, HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void isReloadedOnItsPortAndStoppedInOrder() throws Exception {
    Path war = drop("living");
    int port = port("living");

    Files.setLastModifiedTime(war, FileTime.from(Instant.now()));
    emperor.line(" living: running generation 2");

    assertThat(facts(port).get("generation").asInt()).isEqualTo(2);
    consul.await("/v1/kv/war/living/stopped-1?keys", keys -> keys.size() == 1);
    Files.delete(war);
    emperor.lineEnding("living: gone");
    consul.gone("living");
    consul.await("/v1/kv/war/living/stopped-2?keys", keys -> keys.size() == 1);
    assertThat(data.resolve("tester/copies"))
        .isDirectoryNotContaining("glob:**/living-*")
        .isDirectoryRecursivelyContaining("glob:**/web-1/files/WEB-INF/web.xml");
    assertThat(data).isDirectoryNotContaining(file -> file.toString().contains("living-"));
  }

  @Test
  void runsInAJvmOfItsOwn() throws Exception {
    Path unused = AppJar.drop("isolation: process\n", vassals.resolve("apart.yaml"));
    drop("apart");

    JsonNode facts = facts(port("apart"));

    assertThat(facts.get("pid").asLong()).isNotEqualTo(facts(port("web")).get("pid").asLong());
    assertThat(facts.get("consul").asBoolean()).isTrue();
    assertThat(Http.get(port("apart"), "/described").body()).isEqualTo("from web.xml");
  }

  @Test
  void isNamedByAConfigurationAndCarriesOne() throws Exception {
    Path elsewhere = Files.createDirectories(data.resolve("elsewhere"));
    AppJar.empty()
        .with("WEB-INF/classes/META-INF/vassal.yaml", "consul-service-tags: [inner]")
        .with("index.html", "hello")
        .dropInto(elsewhere, "plain.war");
    Path war = elsewhere.resolve("plain.war");
    Files.move(elsewhere.resolve("plain.war.jar"), war);
    Path unused = AppJar.drop("app: " + war + "\n", vassals.resolve("named.yaml"));

    JsonNode service = consul.passing("named").get("Service");
    assertThat(service.get("Tags").toString()).isEqualTo("[\"inner\"]");
    assertThat(Http.get(service.get("Port").asInt(), "/").body()).isEqualTo("hello");
  }

  @Test
  void anExitEndsItAlone() throws Exception {
    drop("exiting");

    var unused = Http.get(port("exiting"), "/annotated/exit");

    emperor.line(" exiting: generation 1 exited with status 3");
    emperor.line(" exiting: running generation 2");
    assertThat(Http.get(port("web"), "/described").statusCode()).isEqualTo(200);
  }

  @Test
  void aFailingListenerFailsTheStart() throws Exception {
    Path unused = AppJar.drop("settings: {broken: yes}\n", vassals.resolve("broken.yaml"));
    drop("broken");

    emperor.line(" broken: failed to start: ", "the database is not there");
    assertThat(emperor.lines()).noneMatch(line -> line.contains("Failed startup"));
  }

  @Test
  void aBrokenDescriptorIsSaid() {
    Path unused =
        AppJar.drop(
            AppJar.empty().with("WEB-INF/web.xml", "<web-app><servlet></web-app>").bytes(),
            vassals.resolve("torn.war"));

    emperor.line(" torn: failed to start: ", "web.xml");
  }

  @Test
  void anEntryOutsideIsRefused() {
    Path unused =
        AppJar.drop(
            AppJar.empty().with("../../../../escaped.txt", "boo").bytes(),
            vassals.resolve("escaping.war"));

    emperor.line(
        " escaping: cursed until its files change: ",
        "an entry lies outside of the archive: ../../../../escaped.txt");
    assertThat(data).isDirectoryNotContaining("glob:**/escaped.txt");
  }

  @Test
  void aBrokenLibraryIsNamed() {
    Path unused =
        AppJar.drop(
            AppJar.empty().with("WEB-INF/lib/torn.jar", "no jar").bytes(),
            vassals.resolve("incomplete.war"));

    emperor.line(
        " incomplete: cursed until its files change: ",
        "incomplete.war has a broken jar, WEB-INF/lib/torn.jar: ");
  }

  @Test
  void aJarOfTheSameNameIsAConflict() throws Exception {
    drop("twice");
    emperor.line(" twice: running generation 1");
    AppJar.empty().dropInto(vassals, "twice");

    emperor.line(
        " twice: generation 2 failed, generation 1 goes on serving until its files change: "
            + "two apps: twice.jar and twice.war: remove one");
  }
}
