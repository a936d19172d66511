package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that a configuration names by its address. */
class AppAddressTest {

  private static final String DIGITS = "ab".repeat(32);
  private static final String CHECKSUM = "checksum: sha256:" + DIGITS + "\n";

  @TempDir Path directory;

  private final VassalConfigReader reader = new VassalConfigReader("test", Map.of());

  @Test
  void anAddressComesWithItsChecksumAndItsCredentials() throws IOException {
    AppAddress address =
        address(
            "app: https://host.example/shop.jar?v=1\nchecksum: SHA256:"
                + DIGITS.toUpperCase(Locale.ROOT)
                + "\napp-credentials-file: login\n");

    assertThat(address.uri()).isEqualTo(URI.create("https://host.example/shop.jar?v=1"));
    assertThat(address.checksum()).hasToString("sha256:" + DIGITS);
    assertThat(address.credentials()).isEqualTo(directory.resolve("login"));
    assertThat(address.fileName()).isEqualTo(DIGITS + ".jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host.example/a.war",
        "HTTPS://host.example:8443/x/a.JAR?sig=1",
        "http://localhost:8081/a.jar",
        "http://127.0.0.1/a.jar",
        "http://[::1]:8081/a.jar"
      })
  void whatNobodyOnTheWayCanReadIsTaken(String app) throws IOException {
    assertThat(address("app: '" + app + "'\n" + CHECKSUM).uri()).isEqualTo(URI.create(app));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://host.example/a.jar | http:// is for this machine alone",
        "http://127.0.0.1.example/a.jar | http:// is for this machine alone",
        "ftp://host.example/a.jar | write https://",
        "file:///srv/a.jar | without a host",
        "https://host.example/a.zip | name a path that ends in .jar or .war",
        "https://host.example/ | name a path that ends in .jar or .war",
        "https:///a.jar | without a host",
        "https://host.example/a b.jar | that can't be read",
        "https://me:hunter2@host.example/a.jar | app-credentials-file",
        "https://me@host.example/a.jar | app-credentials-file",
      })
  void whatIsNoAddressForAnAppIsAProblem(String app, String words) {
    assertThatThrownBy(() -> address("app: '" + app + "'\n" + CHECKSUM))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("vassal.yaml:1: app: ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha256:abc", "md5:d41d8cd98f00b204e9800998ecf8427e", "''", "[a, b]", "'sha256:'"})
  void whatIsNoChecksumIsOneProblem(String checksum) {
    assertThatThrownBy(
            () -> address("app: https://host.example/a.jar\nchecksum: " + checksum + "\n"))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.lines())
                    .singleElement()
                    .asString()
                    .contains("vassal.yaml:2: checksum: "));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() -> address("app: https://host.example/a.jar\ndrain: soon\nisolaton: x\n"))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(String.join("\n", e.lines()))
                    .contains("app: is an address without a checksum: add checksum: sha256:")
                    .contains("drain: ")
                    .contains("did you mean isolation?"));
  }

  @Test
  void credentialsForNoAddressAndAChecksumOfAProgramHaveNoEffect() {
    assertThatThrownBy(() -> read("app-credentials-file: x\napp: y.jar\n"))
        .hasMessageContaining("app-credentials-file: has no effect without an address in app");
    assertThatThrownBy(() -> read("command: sleep 1\n" + CHECKSUM))
        .hasMessageContaining("checksum: has no effect on a command");
  }

  @Test
  void aChecksumIsOneVassalsOwn() throws IOException {
    assertThatThrownBy(() -> new VassalConfigReader("test", Map.of("checksum", "sha256:" + DIGITS)))
        .hasMessageContaining("checksum: can't be the same for every vassal");
    assertThat(read("app: ../shop.jar\n" + CHECKSUM).checksum()).hasToString("sha256:" + DIGITS);
  }

  @Test
  void aQueryIsShownToNobody() throws IOException {
    EffectiveConfig effective =
        reader.effective(
            "shop", write("app: https://host.example/a.jar?sig=hunter2\n" + CHECKSUM), null);

    assertThat(effective.values())
        .extracting(EffectiveValue::shown)
        .contains("https://host.example/a.jar", "sha256:" + DIGITS);
    assertThat(effective.values())
        .extracting(EffectiveValue::value)
        .noneMatch(value -> value.contains("hunter2"));
    assertThat(effective.config().address()).hasToString("https://host.example/a.jar");
  }

  private AppAddress address(String yaml) throws IOException {
    return Objects.requireNonNull(read(yaml).address());
  }

  private VassalConfig read(String yaml) throws IOException {
    return reader.read("shop", write(yaml), null);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("vassal.yaml"), yaml);
  }
}
