package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.test.apps.Throwing;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code emperor deploy}: from a build's output to a service, or to the reason why not. */
class DeployTest {

  private static final String REASON = "the database is not there";

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path build;

  private Scene scene;
  private Terminal terminal;
  private Path app;

  @BeforeEach
  void start() {
    scene = Scene.start(data, vassals, "--throttle", "1h", "--max-throttle", "1h");
    terminal = Terminal.beside(data, scene.emperor());
    app = AppJar.providing(Web.class).dropInto(build, "shop-1.0");
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void anAppRunsWithItsConfigurationFromTheFirstGenerationOn() throws Exception {
    Path config = AppJar.drop("consul-service-tags: [blue]\n", build.resolve("prod.yml"));

    Terminal.Outcome first = deploy(app.toString(), config.toString(), "--as", "shop");

    int port =
        scene
            .consul()
            .await("/v1/health/service/shop?passing&tag=blue", found -> found.size() == 1)
            .at("/0/Service/Port")
            .asInt();
    assertThat(first.text()).isEqualTo("shop: generation 1 is running on port " + port);
    assertThat(first.status()).isZero();
    assertThat(files()).containsExactly("shop.jar", "shop.yml");
  }

  @Test
  void whatIsThereIsReplacedAndWhatIsNotNamedStays() throws Exception {
    Path ini = AppJar.drop("consul-service-tags = blue\n", build.resolve("prod.ini"));
    Path yaml = AppJar.drop("consul-service-tags: [red]\n", build.resolve("prod.yaml"));
    assertThat(deploy(app.toString(), ini.toString(), "--as", "shop").status()).isZero();

    Terminal.Outcome second = deploy(app.toString(), yaml.toString(), "--as", "shop");
    Terminal.Outcome third = deploy(app.toString(), "--as", "shop");

    assertThat(second.text()).startsWith("shop: generation 2 is running on port ");
    assertThat(third.text()).startsWith("shop: generation 3 is running on port ");
    assertThat(third.status()).isZero();
    assertThat(files()).containsExactly("shop.jar", "shop.yaml");
    assertThat(
            scene
                .consul()
                .await("/v1/health/service/shop?tag=red", found -> found.size() == 1)
                .at("/0/Service/Tags/0")
                .asText())
        .isEqualTo("red");
  }

  @Test
  void anAppThatDoesNotStartIsTheOutcome() {
    Path throwing = AppJar.providing(Throwing.class).dropInto(build, "shop");

    Terminal.Outcome first = deploy(throwing.toString());
    assertThat(first.status()).isEqualTo(1);
    assertThat(first.text()).contains("shop: backing-off: ", REASON);

    assertThat(deploy(app.toString(), "--as", "shop").status()).isZero();
    Terminal.Outcome update = deploy(throwing.toString());
    assertThat(update.status()).isEqualTo(1);
    assertThat(update.text()).contains("generation 3 failed, generation 2 goes on", REASON);
  }

  @Test
  void whatCantRunIsNotPutThere() throws Exception {
    Path config = AppJar.drop("drian: 1s\njvm-options: -Xmx64m\n", build.resolve("prod.yaml"));
    Path junk = AppJar.drop("just text", build.resolve("junk.jar"));
    Path empty = AppJar.empty().dropInto(build, "empty");

    Terminal.Outcome wrong = deploy(app.toString(), config.toString(), "--as", "shop");

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("prod.yaml:1: drian: unknown key"),
            line -> assertThat(line).contains("prod.yaml:2: jvm-options: has no effect on an app"));
    assertThat(deploy(junk.toString()).text()).contains("can't be read as a jar");
    assertThat(deploy(empty.toString()).text()).contains("has no provider and no Main-Class");
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAnOperatorHasStoppedStaysSo() {
    assertThat(deploy(app.toString(), "--as", "shop").status()).isZero();
    assertThat(terminal.run("stop", "shop").status()).isZero();

    Terminal.Outcome stopped = deploy(app.toString(), "--as", "shop");

    assertThat(stopped.status()).isEqualTo(1);
    assertThat(stopped.text())
        .contains("shop: stopped: stopped by an operator", "emperor start shop runs them");
  }

  @Test
  void aDirectoryThatNobodyWatchesIsRefusedBeforehand(@TempDir Path elsewhere) throws Exception {
    Terminal.Outcome unwatched =
        deploy(app.toString(), "--as", "shop", "--vassals", elsewhere.toString());
    assertThat(unwatched.status()).isEqualTo(1);
    assertThat(unwatched.text())
        .isEqualTo(
            "emperor: the emperor does not watch %s for shop.jar: %s: name one of them with --vassals"
                .formatted(elsewhere, vassals));
    assertThat(files()).isEmpty();
  }

  private Terminal.Outcome deploy(String... words) {
    return terminal.run(
        Stream.concat(Stream.of("deploy"), Stream.of(words)).toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(vassals)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
