package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.database.ScratchPostgres;
import io.emperor.test.apps.Configured;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vassal whose database is made and migrated before it starts. */
@Timeout(180)
class DatabaseTest {

  private static final String WRONG = "youshallnot";
  private static final String GOODS = "CREATE TABLE goods (name text);";
  private static final AppJar APP = AppJar.providing(Configured.class).and(Web.class);

  @TempDir Path data;
  @TempDir Path vassals;

  private ScratchPostgres server;
  private Scene scene;

  @BeforeEach
  void start() throws IOException {
    server = ScratchPostgres.running();
    scene = Scene.start(data, vassals);
    Files.createDirectories(vassals.resolve("db/migration"));
    migration("V1__goods.sql", GOODS);
    put("db/user", server.user());
    put("db/password", WRONG);
    AppJar.drop(
        """
        sources: [{consul: config/shop/}]
        database:
          url: jdbc:postgresql://${db.host}/shop
          user: ${db.user}
          password: ${db.password}
          create: true
          migrations: db/migration
        settings: {url: "jdbc:postgresql://${db.host}/shop"}
        consul-check-ttl: 3s
        """,
        vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
    server.close();
  }

  @Test
  void awaitHasTheSame() throws Exception {
    Path file =
        Files.writeString(
            data.resolve("inputs.yaml"),
            """
            database:
              url: jdbc:postgresql://%s/waited
              user: postgres
              password: %s
              create: true
              migrations: %s
            """
                .formatted(server.address(), server.password(), vassals.resolve("db/migration")));
    Process await =
        new ProcessBuilder(
                EmperorProcess.HOME.resolve("bin/emperor").toString(),
                "await",
                "--input",
                file.toString(),
                "--",
                "true")
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("await.log").toFile())
            .start();

    assertThat(await.waitFor()).as(() -> log()).isZero();

    assertThat(server.query("waited", "SELECT count(*) FROM goods")).containsExactly("0");
    assertThat(log()).doesNotContain(server.password());
  }

  private String log() {
    try {
      return Files.readString(data.resolve("await.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String key, String value) {
    assertThat(scene.agent().put("/v1/kv/config/shop/" + key, value).strip()).isEqualTo("true");
  }

  private void migration(String name, String text) throws IOException {
    Files.writeString(vassals.resolve("db/migration").resolve(name), text);
  }

  @Test
  void itWaitsForItStartsWithItAndIsCursedOnceItIsBroken() throws Exception {
    EmperorProcess emperor = scene.emperor();
    emperor.line("shop: waits for its inputs: ", "database.url waits for db.host");
    put("db/host", server.address());
    emperor.line("shop: waits for its inputs: ", server.address() + " refuses user postgres");

    put("db/password", server.password());

    int port = scene.consul().passing("shop").at("/Service/Port").asInt();
    assertThat(Http.get(port, "/").body())
        .isEqualTo("jdbc:postgresql://" + server.address() + "/shop");
    assertThat(server.query("shop", "SELECT count(*) FROM goods")).containsExactly("0");
    Terminal operator = Terminal.beside(data, emperor);
    assertThat(operator.run("inputs", "shop").text())
        .containsPattern("database +shop, its schema at version 1\n");

    migration("V1__goods.sql", "CREATE TABLE others (name text);");
    var unused = operator.run("reload", "shop");

    emperor.line("V1__goods.sql (version 1) is not what it was when it was migrated");
    assertThat(Http.get(port, "/").statusCode()).isEqualTo(200);
    unused = operator.run("stop", "shop");
    unused = operator.run("start", "shop");
    emperor.line("shop: cursed until its files change: ", "V1__goods.sql (version 1)");

    migration("V1__goods.sql", GOODS);
    unused = operator.run("reload", "shop");
    emperor.line("shop: running generation 5");

    String all =
        String.join("\n", emperor.lines()) + operator.run("inputs", "shop", "--json").text();
    assertThat(all).doesNotContain(WRONG).doesNotContain(server.password());
  }
}
