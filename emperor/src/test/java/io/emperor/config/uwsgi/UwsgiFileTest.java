package io.emperor.config.uwsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.emperor.config.VassalConfigReader;
import io.emperor.config.file.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for uWSGI's configuration and what is not, whatever stands in a file. */
class UwsgiFileTest {

  private static final Duration SOON = Duration.ofMinutes(1);

  private final VassalConfigReader reader = new VassalConfigReader("rome", Map.of());
  private final Path directory;

  UwsgiFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void anIniFileIsReadAsUwsgiDoes() throws IOException {
    Path file =
        write(
            "shop.ini",
            """
            \uFEFF; of uWSGI's
            # too
            plugin = before any section

            [uwsgi]
            master
              http-socket=:8080
            attach-daemon = a \\
              b
            env = A=1
            base = /opt
            env = B=2
            [zerg]
            idle = 30
            """);

    assertThat(refusal(file).lines())
        .containsExactly(
            file
                + ": is a configuration of uWSGI's: write the emperor's keys in place of its"
                + " options, which docs/from-uwsgi.md has beside them",
            file + ":6: master: is uWSGI's: leave it out, it is about processes of uWSGI's own",
            file
                + ":7: http-socket: is uWSGI's: write consul-service-port: 8080, which the program"
                + " is told in $PORT",
            file
                + ":8: attach-daemon: is uWSGI's: write command: a   b, in the foreground, and a"
                + " vassal for each program",
            file + ":10: env: is uWSGI's: write env: {A: 1, B: 2}",
            file
                + ":11: base: is uWSGI's: nothing is known to stand for it, leave it out, or have"
                + " command: run uwsgi with it");
  }

  @Test
  void yamlJsonAndXmlSayTheSame() throws IOException {
    List<Path> files =
        List.of(
            write("a.yaml", "# x\nuwsgi:\n  http-socket: :8080\n  env: [A=1, B=2]\n"),
            write("a.yml", "uwsgi:\n- http-socket: ':8080'\n- env: A=1\n- env: B=2\n"),
            write("a.json", "{\"uwsgi\":{\t\"http-socket\":\":8080\",\"env\":[\"A=1\",\"B=2\"]}}"),
            write(
                "a.js",
                "{\"x\":{},\"uwsgi\":{\"http-socket\":\":8080\",\"env\":[\"A=1\",\"B=2\"]}}"),
            write(
                "a.xml",
                "<uwsgi>\n<!-- x --><http-socket>:8080</http-socket>\n<env>A=1</env><env>B=2</env>"
                    + "<routing><route>x</route></routing></uwsgi>"));
    for (Path file : files) {
      assertThat(refusal(file))
          .as(file.toString())
          .hasMessageContainingAll(
              "http-socket: is uWSGI's: write consul-service-port: 8080",
              "env: is uWSGI's: write env: {A: 1, B: 2}");
    }
    assertThat(refusal(files.get(4)))
        .hasMessageContainingAll("write a.yaml with the emperor's keys", "a.xml:2: http-socket");
  }

  @Test
  void keysOfTheEmperorsStayAsTheyAre() throws IOException {
    Path draft =
        write("a.ini", "[uwsgi]\nconsul-service-name = shop\nconsul-service-tags = a, b\n");
    assertThat(reader.read("a", draft, null).serviceName()).isEqualTo("shop");

    Path mixed = write("b.ini", "[uwsgi]\nconsul-service-name = b\nhttp-socket = :80\nprot = 1\n");
    assertThat(refusal(mixed).lines())
        .hasSize(3)
        .noneMatch(line -> line.contains("consul-service-name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.ini|[Desktop Entry]\nName = x\nhttp-socket = :80",
        "a.ini|drian = 1s ; uwsgi",
        "a.ini|[uwsgi]\ndrian = 1s",
        "a.ini|[UWSGI]\nhttp-socket = :80",
        "a.properties|[uwsgi]\nhttp-socket = :80",
        "a.yaml|uwsgi: true",
        "a.yaml|settings: {uwsgi: {http-socket: ':80'}}",
        "a.yaml|- uwsgi: {http-socket: ':80'}",
        "a.yaml|uwsgi:\n",
        "a.json|{\"a\": {\"uwsgi\": {}}}",
        "a.json|uwsgi",
        "a.xml|<web-app><uwsgi><http-socket>:80</http-socket></uwsgi></web-app>",
        "a.xml|uwsgi",
        "a.xml|",
      })
  void whatIsNoneOfUwsgisIsNotTakenForIt(String file) throws IOException {
    String name = file.substring(0, file.indexOf('|'));
    Path written = write(name, file.substring(name.length() + 1));

    assertThat(UwsgiFile.read(written, written, List.of("drain", "settings"))).isEmpty();
  }

  @Test
  void entitiesOfXmlAreNotExpanded() throws IOException {
    Path secret = write("secret.txt", "swordfish");
    Path external =
        write(
            "a.xml",
            "<!DOCTYPE uwsgi [<!ENTITY x SYSTEM \"%s\">]>".formatted(secret.toUri())
                + "<uwsgi><chdir>/opt</chdir><uid>&x;</uid></uwsgi>");
    assertThat(refusal(external))
        .hasMessageContaining("chdir: is uWSGI's")
        .hasMessageNotContaining("swordfish");

    StringBuilder laughs = new StringBuilder("<!DOCTYPE uwsgi [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 40; i++) {
      laughs
          .append("<!ENTITY l")
          .append(i)
          .append(" \"")
          .append(("&l" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    Path bomb = write("b.xml", laughs + "]><uwsgi><chdir>&l39;</chdir><uid>a</uid></uwsgi>");
    assertThat(assertTimeoutPreemptively(SOON, () -> refusal(bomb)).getMessage())
        .hasSizeLessThan(2_100)
        .doesNotContain("lollol");
  }

  @Test
  void depthAndSizeCostNothing() throws IOException {
    int much = 200_000;
    List<Path> files =
        List.of(
            write("a.xml", "<uwsgi><chdir>/a</chdir>" + "<a>".repeat(2 * much)),
            write("a.json", "{\"uwsgi\":{\"chdir\":\"/a\",\"b\":" + "[".repeat(much)),
            write("a.yaml", "uwsgi: {chdir: /a, b: " + "[".repeat(much)),
            write("a.ini", "[uwsgi]\nchdir=/a\n" + "env=A=b\nk%d=\n".repeat(much / 2)),
            write("b.ini", "[uwsgi]\nchdir=/a\n" + "x".repeat(2 << 20)));
    for (Path file : files) {
      InvalidConfigException refusal = assertTimeoutPreemptively(SOON, () -> refusal(file));
      assertThat(refusal.getMessage()).hasSizeLessThan(2_100).contains("chdir: is uWSGI's");
    }
  }

  @Test
  void anotherEncodingIsNoHindrance() throws IOException {
    Path latin = directory.resolve("a.ini");
    Files.write(latin, "[uwsgi]\n; ä\nchdir = /ö\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refusal(latin)).hasMessageContaining("a.ini:3: chdir: is uWSGI's");

    Path wide = directory.resolve("b.xml");
    byte[] utf16 = "\uFEFF<uwsgi><chdir>/ö</chdir></uwsgi>".getBytes(StandardCharsets.UTF_16BE);
    Files.write(wide, utf16);
    assertThat(refusal(wide)).hasMessageContaining("working-directory: \"/ö\"");
  }

  @Test
  void nothingInAFileCanBreakALine() throws IOException {
    Path file =
        write(
            "a.json",
            "{\"uwsgi\":{\"x\\u001b[2Jy\":1,\"chdir\":\"/a\\nERROR b\\u202e\",\"env\":\"A\\r=b\"}}");

    assertThat(refusal(file).lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cc}\\u202e]"));
  }

  @Test
  void whatIsNoFileIsNone() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("a.xml"));
    Path gone = directory.resolve("gone.xml");

    assertThat(UwsgiFile.read(folder, folder, List.of())).isEmpty();
    assertThat(UwsgiFile.read(gone, gone, List.of())).isEmpty();
    assertThatThrownBy(() -> reader.read("gone", gone, null)).hasMessageContaining("no such file");
  }

  private InvalidConfigException refusal(Path file) {
    InvalidConfigException refusal =
        catchThrowableOfType(InvalidConfigException.class, () -> reader.read("a", file, null));
    assertThat(refusal).as(file.toString()).isNotNull();
    assertThatThrownBy(() -> reader.app(file)).hasMessage(refusal.getMessage());
    return refusal;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
