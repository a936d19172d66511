package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsReaderTest {

  @TempDir Path directory;

  @Test
  void readsWhatTheDocumentationShows() throws IOException {
    Files.createDirectories(directory.resolve("schemas"));
    Files.writeString(
        directory.resolve("schemas/mysql.schema"), "{name: mysql, type: object, required: [host]}");
    Files.writeString(directory.resolve("schemas/redis.schema"), "{name: redis, type: object}");
    Inputs inputs =
        read(
            """
            sources:
              - file: defaults.yaml
              - consul: config/shop/
              - etcd: http://etcd:2379/shop/
              - services: [postgres]
            schemas: schemas/
            rules:
              - {when: mysql, do: handlers/configure-db}
            env: {DB_HOST: "${mysql.host}", PORT: 80}
            minimum: {postgres: 1}
            quiet-period: 2s
            fail_limit: 0
            on-change: signal:HUP
            """);

    assertThat(inputs.sources()).hasSize(4);
    assertThat(inputs.needCluster()).isTrue();
    assertThat(inputs.validity().interfacesOfNoRule()).containsExactly("redis");
    assertThat(inputs.validity().minimum()).containsEntry("postgres", 1);
    assertThat(inputs.delivery().quietPeriod()).isEqualTo(Duration.ofSeconds(2));
    assertThat(inputs.delivery().texts()).containsOnlyKeys("env.DB_HOST", "env.PORT");
    assertThat(inputs.retries().limit()).isZero();
    assertThat(inputs.onChange()).isEqualTo(new OnChange(OnChange.Kind.SIGNAL, "HUP"));
    assertThat(inputs.handlers().path()).containsExactly(directory.resolve("schemas"), directory);
  }

  @Test
  void anEmptyFileNeedsNothing() throws IOException {
    assertThat(read("{}").sources()).isEmpty();
    assertThat(read("{}").needCluster()).isFalse();
  }

  @Test
  void tellsAllThatIsWrongWithItsLine() throws IOException {
    assertThat(
            problems(
                """
                sorces: []
                sources:
                  - consul: [a]
                  - postgres: x
                  - {file: a, consul: b}
                  - services: []
                schemas: nowhere/
                rules: 5
                env: {"9X": a, A: "${b", B: [c]}
                minimum: {a: 0, b: many}
                quiet-period: soon
                fail_limit: -1
                on-change: explode
                """))
        .containsExactlyInAnyOrder(
            "inputs.yaml:1: sorces is no key of an input file; did you mean sources?",
            "inputs.yaml:3: sources[0].consul is no text; write one",
            "inputs.yaml:4: sources[1] has a source of a kind that nobody knows; "
                + "remove it, or use one of file, consul, etcd, services, serf",
            "inputs.yaml:5: sources[2] is not one source; write one of file, consul, etcd, services, serf",
            "inputs.yaml:6: sources[3].services names no services; write [NAME, NAME]",
            "inputs.yaml:7: schemas nowhere/ is no directory; make it, or correct the path",
            "inputs.yaml:8: rules is no path; write one or several directories, with : between",
            "inputs.yaml:9: env.9X is no name for a variable; use letters, digits and underscores",
            "inputs.yaml:9: env.A has a ${ without an end: close it, or write $${",
            "inputs.yaml:9: env.B is no text; write one",
            "inputs.yaml:10: minimum.a is no number of instances; write 1 or more",
            "inputs.yaml:10: minimum.b is no number of instances; write 1 or more",
            "inputs.yaml:11: quiet-period is no duration",
            "inputs.yaml:12: fail_limit is no number of failures; write 0 for any, or 5",
            "inputs.yaml:13: on-change is no answer to a change: "
                + "write reload, signal:HUP, exec:COMMAND or none");
  }

  @Test
  void aListIsNoFile() throws IOException {
    assertThat(problems("- a"))
        .containsExactly(
            "inputs.yaml: is no map; write sources: and below it where values come from");
  }

  @Test
  void noFileIsWrittenTwice() throws IOException {
    Files.createDirectory(directory.resolve("conf"));
    Files.writeString(directory.resolve("it.peb"), "");

    assertThat(
            problems(
                """
                templates:
                  it: {source: it.peb, destination: conf/services.json}
                files: {directory: conf, subscribe: [shop], hosts: conf/../conf/fakedhosts.txt}
                """))
        .containsExactlyInAnyOrder(
            "inputs.yaml:3: files writes conf/services.json, which is written already; give one of"
                + " both another path",
            "inputs.yaml:3: files writes conf/fakedhosts.txt, which is written already; give one of"
                + " both another path");
  }

  @Test
  void credentialsAreForVassals() throws IOException {
    String text = "credentials: {tls: {certificate: pki/cert, key: pki/key}}\n";
    assertThat(problems(text))
        .containsExactly(
            "inputs.yaml:1: credentials is for vassals; here, write a template with a mode for"
                + " each file");

    Path file = directory.resolve("inputs.yaml");
    Inputs inputs =
        new InputsReader(InputsReaderTest::duration, "/usr/bin")
            .readVassal(file, "shop.yaml", true);

    assertThat(inputs.credentials().all()).hasSize(1);
    assertThat(inputs.needCluster()).isTrue();
  }

  private Inputs read(String text) throws IOException {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(file, text);
    return new InputsReader(InputsReaderTest::duration, "/usr/bin").read(file);
  }

  private List<String> problems(String text) throws IOException {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(file, text);
    InvalidInputException failure =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> new InputsReader(InputsReaderTest::duration, "/usr/bin").read(file));
    return failure.problems().stream()
        .map(problem -> problem.replace(directory + "/", ""))
        .toList();
  }

  private static Duration duration(String text) {
    if (!text.equals("2s")) {
      throw new IllegalArgumentException("is no duration");
    }
    return Duration.ofSeconds(2);
  }
}
