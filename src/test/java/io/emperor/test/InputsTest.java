package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.test.apps.Configured;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vassal whose settings are keys of a real Consul. */
@Timeout(180)
class InputsTest {

  private static final String SECRET = "youshallnot";
  private static final AppJar APP = AppJar.providing(Configured.class).and(Web.class);

  @TempDir Path data;
  @TempDir Path vassals;

  private Scene scene;

  @BeforeEach
  void start() {
    scene = Scene.start(data, vassals);
    put("db/password", SECRET);
    Path template =
        AppJar.drop("host {{ key('config/shop/db/host') }}\n", data.resolve("host.peb"));
    Path unusedToo =
        AppJar.drop(
            """
        sources: [{consul: config/shop/}]
        templates: {host: {source: %s, destination: %s}}
        settings: {url: "jdbc:postgresql://${db.host}/shop"}
        consul-check-ttl: 3s
        """
                .formatted(template, data.resolve("host")),
            vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void put(String key, String value) {
    assertThat(scene.agent().put("/v1/kv/config/shop/" + key, value).strip()).isEqualTo("true");
  }

  private Terminal terminal(EmperorProcess emperor) {
    return Terminal.beside(data, emperor);
  }

  private static String url(String host) {
    return "jdbc:postgresql://" + host + "/shop";
  }

  @Test
  void itWaitsStartsAndFollowsAChangeWithoutALostRequest() throws Exception {
    scene.emperor().line("shop: waits for its inputs: settings.url waits for db.host");
    Terminal operator = terminal(scene.emperor());
    assertThat(operator.run("list").text()).contains("waits for its inputs: ");
    assertThat(operator.run("status", "shop").text())
        .containsPattern(
            "reason +waits for its inputs: settings.url waits for db.host; templates.host: key config/shop/db/host is not there\n");
    assertThat(operator.run("inputs", "shop").text())
        .startsWith("shop is waiting\n")
        .containsPattern("waits for +settings.url waits for db.host\n")
        .contains("consul config/shop/");

    put("db/host", "one");
    int port = scene.consul().passing("shop").at("/Service/Port").asInt();
    assertThat(Http.get(port, "/").body()).isEqualTo(url("one"));

    try (FollowingClient client = FollowingClient.of(scene.agent().httpAddress(), "shop")) {
      Await.until("it is asked", () -> client.bodies().contains(url("one")));
      for (String host : List.of("two", "three")) {
        put("db/host", host);
        Await.until("it has " + host, () -> client.bodies().contains(url(host)));
      }
      assertThat(client.lost()).isEmpty();
    }

    assertThat(operator.run("inputs", "shop").text())
        .startsWith("shop is running\n")
        .containsPattern("db.host +three +consul config/shop/\n")
        .containsPattern("db.password +\\*+ +consul config/shop/(\n|$)");
    saysNoSecret(operator, scene.emperor());
  }

  @Test
  void withoutConsulItStartsFromWhatWasThereLastAndKeepsItWhenAllIsForgotten() throws Exception {
    put("db/host", "one");
    var unused = scene.consul().passing("shop");
    Object written =
        Files.readAttributes(data.resolve("host"), BasicFileAttributes.class).fileKey();
    scene.agent().kill();
    scene.emperor().close();
    assertThat(kept()).isNotEmpty();
    for (Path file : kept()) {
      assertThat(Files.getPosixFilePermissions(file))
          .as(file.toString())
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    try (EmperorProcess emperor =
        Scene.emperor(data, scene.agent().httpAddress(), vassals.toString())) {
      String running = emperor.line(" shop: running generation 1");
      int port = Integer.parseInt(running.replaceAll(".* on port ", ""));
      assertThat(Http.get(port, "/").body()).isEqualTo(url("one"));
      Terminal operator = terminal(emperor);
      assertThat(operator.run("inputs", "shop").text())
          .startsWith("shop is running\n")
          .containsPattern("db.host +one +consul config/shop/\n")
          .containsPattern("trouble +consul config/shop/: ");
      assertThat(Files.readString(data.resolve("host"))).isEqualTo("host one\n");
      assertThat(Files.readAttributes(data.resolve("host"), BasicFileAttributes.class).fileKey())
          .isEqualTo(written);

      scene.agent().restart(); // it has forgotten all keys

      emperor.line("shop: a change is not taken", "settings.url waits for db.host");
      assertThat(Http.get(port, "/").body()).isEqualTo(url("one"));
      saysNoSecret(operator, emperor);
    }
  }

  /** The files that have the secret. */
  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).filter(InputsTest::hasSecret).toList();
    }
  }

  private static boolean hasSecret(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      return false;
    }
  }

  private static void saysNoSecret(Terminal operator, EmperorProcess emperor) throws Exception {
    assertThat(emperor.lines()).noneMatch(line -> line.contains(SECRET));
    for (List<String> words :
        List.of(
            List.of("list"),
            List.of("list", "--json"),
            List.of("status", "shop"),
            List.of("status", "shop", "--json"),
            List.of("logs", "shop"),
            List.of("inputs", "shop"),
            List.of("inputs", "shop", "--json"))) {
      assertThat(operator.run(words.toArray(String[]::new)).text())
          .as(String.join(" ", words))
          .contains("shop")
          .doesNotContain(SECRET);
    }
    String answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://" + operator.admin() + "/v1/vassals/shop/inputs"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(answer).contains("db.password").doesNotContain(SECRET);
    assertThat(new ObjectMapper().readTree(answer).path("watched").asBoolean()).isTrue();
  }
}
