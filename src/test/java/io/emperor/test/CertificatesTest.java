package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.consul.Await;
import io.emperor.test.apps.Certified;
import io.emperor.test.apps.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vassals whose certificates are keys of a real Consul. */
@Timeout(180)
class CertificatesTest {

  private static final String CONFIG =
      """
      credentials:
        tls: {certificate: pki/shop/cert, key: pki/shop/key, ca: pki/ca}
      consul-check-ttl: 3s
      """;

  private static final AppJar APP = AppJar.providing(Certified.class).and(Web.class);

  @TempDir Path data;
  @TempDir Path vassals;

  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("authority").certificateAuthority(0).build();
  private final List<HeldCertificate> issued = new ArrayList<>();
  private Scene scene;

  @BeforeEach
  void start() {
    scene = Scene.start(data, vassals);
    put("pki/ca", authority.certificatePem());
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private HeldCertificate issue(String name) {
    HeldCertificate certificate =
        new HeldCertificate.Builder().commonName(name).signedBy(authority).build();
    issued.add(certificate);
    return certificate;
  }

  private void put(String key, String value) {
    assertThat(scene.agent().put("/v1/kv/" + key, value).strip()).isEqualTo("true");
  }

  private void rotate(HeldCertificate certificate) {
    put("pki/shop/cert", certificate.certificatePem());
    put("pki/shop/key", certificate.privateKeyPkcs8Pem());
  }

  private Path inputs() {
    return data.resolve("tester").resolve("inputs").resolve("shop");
  }

  @Test
  void aVassalWaitsForItsCertificateAndFollowsItWithoutALostRequest() throws Exception {
    AppJar.drop(CONFIG, vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
    HeldCertificate one = issue("one");
    put("pki/shop/cert", one.certificatePem());
    scene.emperor().line("shop: waits for its inputs: credential tls: pki/shop/key is missing");

    put("pki/shop/key", one.privateKeyPkcs8Pem());
    int port = scene.consul().passing("shop").at("/Service/Port").asInt();
    assertThat(Http.get(port, "/").body()).isEqualTo("CN=one");

    try (FollowingClient client = FollowingClient.of(scene.agent().httpAddress(), "shop")) {
      Await.until("it is asked", () -> client.bodies().contains("CN=one"));
      for (String name : List.of("two", "three")) {
        rotate(issue(name));
        Await.until("it has " + name, () -> client.bodies().contains("CN=" + name));
      }
      assertThat(client.lost()).isEmpty();
    }

    put("pki/shop/cert", issue("four").certificatePem());
    scene
        .emperor()
        .line(
            "shop: a change is not taken",
            "credential tls: pki/shop/key is not the key of the certificate in pki/shop/cert");
    Terminal operator = Terminal.beside(data, scene.emperor());
    assertThat(operator.run("inputs", "shop").text())
        .startsWith("shop is running\n")
        .containsPattern("tls +valid +20\\S+Z +CN=three +credential tls: pki/shop/key is not");
    assertThat(operator.run("status", "shop").text()).contains("pki/shop/key is not the key");
    port = scene.consul().passing("shop").at("/Service/Port").asInt();
    assertThat(Http.get(port, "/").body()).isEqualTo("CN=three");
    tellsNoKey(operator);
  }

  /** Keys are in what the program finds, and in what is kept for a restart, and nowhere else. */
  private void tellsNoKey(Terminal operator) throws Exception {
    assertThat(scene.emperor().lines()).noneMatch(this::hasKey);
    for (List<String> words :
        List.of(
            List.of("list", "--json"),
            List.of("status", "shop", "--json"),
            List.of("logs", "shop"),
            List.of("inputs", "shop"),
            List.of("inputs", "shop", "--json"))) {
      String text = operator.run(words.toArray(String[]::new)).text();
      assertThat(hasKey(text)).as(String.join(" ", words)).isFalse();
    }
    assertThat(holdingKeys())
        .extracting(file -> inputs().relativize(file) + " " + modes(file))
        .satisfiesExactlyInAnyOrder(
            kept -> assertThat(kept).isEqualTo("credentials.json rw-------"),
            given -> assertThat(given).matches("credentials-[0-9]+/tls.key r--------"));
  }

  private static String modes(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasKey(String text) {
    return issued.stream()
        .flatMap(each -> each.privateKeyPkcs8Pem().lines())
        .filter(line -> !line.startsWith("-----"))
        .anyMatch(text::contains);
  }

  private List<Path> holdingKeys() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).filter(file -> hasKey(text(file))).toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aProgramFindsThemInADirectoryOfItsGeneration() throws Exception {
    Path seen = data.resolve("seen");
    AppJar.drop(
        """
        command: ["sh", "-c", 'ls -dl "$CREDENTIALS_DIRECTORY" > %s; cat "$CREDENTIALS_DIRECTORY/tls.crt" >> %s; exec sleep 1000']
        check-tcp: none
        """
                .formatted(seen, seen)
            + CONFIG,
        vassals.resolve("shop.yaml"));
    HeldCertificate one = issue("one");
    rotate(one);
    var unused = scene.consul().passing("shop");

    assertThat(Files.readString(seen))
        .startsWith("dr-x------")
        .contains("/inputs/shop/credentials-1\n")
        .endsWith(one.certificatePem());

    HeldCertificate two = issue("two");
    rotate(two);
    Await.until("it has been started anew", () -> text(seen).endsWith(two.certificatePem()));
    Await.until("the old one's are gone", () -> !Files.exists(inputs().resolve("credentials-1")));
    assertThat(inputs().resolve("credentials-2")).isDirectory();
  }

  @Test
  void anEmperorThatWasKilledGoesOnFromTheLastGoodWithoutConsul() throws Exception {
    AppJar.drop(CONFIG, vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
    rotate(issue("one"));
    var unusedInstance = scene.consul().passing("shop");
    scene.emperor().kill();
    scene.emperor().close();
    scene.agent().kill();
    Path left = Files.createDirectory(inputs().resolve("credentials-77"));
    assertThat(inputs().resolve("credentials-1")).isDirectory();

    try (EmperorProcess emperor =
        Scene.emperor(data, scene.agent().httpAddress(), vassals.toString())) {
      String running = emperor.line(" shop: running generation 1");
      int port = Integer.parseInt(running.replaceAll(".* on port ", ""));
      assertThat(Http.get(port, "/").body()).isEqualTo("CN=one");
      assertThat(left).doesNotExist();
    }
    assertThat(holdingKeys()).containsExactly(inputs().resolve("credentials.json"));
  }

  @Test
  void anAppServesHttpsByItsCertificateAndARotationClosesNoConnection() throws Exception {
    AppJar.drop(CONFIG + "tls: {certificate: tls}\n", vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
    HeldCertificate one = issue("one");
    rotate(one);
    int port = scene.consul().passing("shop").at("/Service/Port").asInt();

    try (TlsClient old = TlsClient.of(authority, port)) {
      assertThat(old.certificate()).isEqualTo(one.certificate());
      assertThat(old.get())
          .startsWith("HTTP/1.1 200 ")
          .contains("Scheme: https\r\n")
          .endsWith("CN=one");
      assertThat(Terminal.beside(data, scene.emperor()).run("status", "shop", "--json").text())
          .containsPattern("\"secure\" ?: ?true");

      HeldCertificate two = issue("two");
      rotate(two);
      Await.until("a new connection shows the new one", () -> shows(port, two));

      assertThat(old.get()).startsWith("HTTP/1.1 200 ").endsWith("CN=two");
    }
    assertThatThrownBy(() -> Http.get(port, "/"))
        .as("plain HTTP")
        .isInstanceOf(UncheckedIOException.class);
  }

  private boolean shows(int port, HeldCertificate certificate) {
    try (TlsClient client = TlsClient.of(authority, port)) {
      return client.certificate().equals(certificate.certificate());
    }
  }

  @Test
  void aCertificateThatEndsSoonIsAWarningAndAMetric() throws Exception {
    AppJar.drop(CONFIG, vassals.resolve("shop.yaml"));
    var unused = APP.dropInto(vassals, "shop");
    long now = System.currentTimeMillis();
    HeldCertificate old =
        new HeldCertificate.Builder()
            .commonName("old")
            .signedBy(authority)
            .validityInterval(now - 3_000_000, now + 1_000_000)
            .build();
    rotate(old);

    scene.emperor().line("shop: credential tls: CN=old expires at ", "renew pki/shop/cert");

    URI metrics =
        URI.create("http://" + Terminal.beside(data, scene.emperor()).admin() + "/metrics");
    Await.until("it is measured", () -> expiry(metrics).isPresent());
    String left = expiry(metrics).orElseThrow();
    assertThat(Double.parseDouble(left.substring(left.indexOf(' ')))).isBetween(1.0, 1000.0);
  }

  private static Optional<String> expiry(URI metrics) {
    return Http.send(HttpRequest.newBuilder(metrics))
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith(
                    "emperor_credential_expiry_seconds{credential=\"tls\",vassal=\"shop\"}"))
        .findFirst();
  }
}
