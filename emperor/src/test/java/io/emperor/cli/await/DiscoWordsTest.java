package io.emperor.cli.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.await.DiscoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoWordsTest {

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();

  private DiscoSettings settings(String text) {
    return new DiscoWords(problems).settings(null, Map.of("DISCO_CFG", text));
  }

  private static Path here(String name) {
    return Path.of(name).toAbsolutePath();
  }

  @Test
  void itsOwnExamplesAreUnderstood() {
    DiscoSettings flat = settings("flat.file=tests/mysql.yaml|disco.path=tests");
    DiscoSettings consul =
        settings("consul.host=http://10.0.4.106:8500/|disco.path=tests|disco.interval=5");

    assertThat(problems).isEmpty();
    assertThat(flat.flatFile()).contains(Path.of("tests/mysql.yaml"));
    assertThat(flat.path()).containsExactly(here("tests"));
    assertThat(consul.consul().orElseThrow().host()).contains("http://10.0.4.106:8500");
    assertThat(consul.interval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void nothingSaidIsWhatIsUsual() {
    DiscoSettings usual = settings("");

    assertThat(problems).isEmpty();
    assertThat(usual.path()).containsExactly(Path.of("").toAbsolutePath());
    assertThat(usual.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(usual.failLimit()).isEqualTo(5);
    assertThat(usual.flatFile()).isEmpty();
    assertThat(usual.consul()).isEmpty();
    assertThat(usual.etcd()).isEmpty();
  }

  @Test
  void addressesAndListsSurviveTheOlderForms() {
    DiscoSettings colons =
        settings("consul.host=http://c:8500:disco.path=a:b:disco.fail_limit=0:etcd.host=e");
    DiscoSettings semicolons = settings("etcd.host=e;etcd.port=2379;etcd.prefix=x/;disco.path=a:b");

    assertThat(problems).isEmpty();
    assertThat(colons.consul().orElseThrow().host()).contains("http://c:8500");
    assertThat(colons.path()).containsExactly(here("a"), here("b"));
    assertThat(colons.failLimit()).isZero();
    assertThat(colons.etcd()).contains(new DiscoSettings.Etcd("e", 4001, ""));
    assertThat(semicolons.etcd()).contains(new DiscoSettings.Etcd("e", 2379, "x/"));
    assertThat(semicolons.path()).containsExactly(here("a"), here("b"));
  }

  @Test
  void aBareKeyIsTrue() {
    assertThat(DiscoText.parse("disco.debug|consul.host=x"))
        .containsExactly(Map.entry("disco.debug", "true"), Map.entry("consul.host", "x"));
  }

  @Test
  void whatIsUnknownIsToldAllAtOnceWithoutValues() {
    DiscoSettings unused = settings("consol.host=s3cret|disco.intervall=3|disco.fail_limit=x");

    assertThat(problems).hasSize(3).noneMatch(problem -> problem.contains("s3cret"));
    assertThat(problems).anyMatch(problem -> problem.contains("did you mean consul.host?"));
    assertThat(problems).anyMatch(problem -> problem.contains("did you mean disco.interval?"));
  }

  @Test
  void theVariableReplacesWholeNamespacesOfAFile() throws IOException {
    Path yaml =
        Files.writeString(
            directory.resolve("d.yaml"),
            "consul:\n  host: http://f:1\n  prefix: p\ndisco:\n  interval: 9\n");
    Path text = Files.writeString(directory.resolve("d.cfg"), "consul.prefix=p|disco.interval=9\n");

    for (Path file : List.of(yaml, text)) {
      DiscoSettings settings =
          new DiscoWords(problems).settings(file, Map.of("DISCO_CFG", "consul.host=http://v:2"));

      assertThat(problems).isEmpty();
      assertThat(settings.consul().orElseThrow().prefix()).isEmpty();
      assertThat(settings.consul().orElseThrow().host()).contains("http://v:2");
      assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(9));
    }
  }
}
