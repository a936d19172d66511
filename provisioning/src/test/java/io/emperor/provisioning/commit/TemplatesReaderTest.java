package io.emperor.provisioning.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesReaderTest {

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();
  private Path file;

  @BeforeEach
  void begin() {
    file = directory.resolve("shop.yaml");
  }

  private List<TemplatePlan> read(String yaml) {
    return new TemplatesReader(
            YamlTree.parse(yaml, "shop.yaml"),
            this::resolve,
            OnChange.parse("signal:HUP"),
            problems)
        .read();
  }

  private Path resolve(String text) {
    return file.resolveSibling(text).normalize();
  }

  private void isRefused(String key, String problem) {
    problems.clear();
    assertThat(read("templates:\n  a:\n    source: a.peb\n    destination: a\n    " + key + "\n"))
        .isEmpty();
    assertThat(problems).containsExactly("shop.yaml:5: templates.a." + problem);
  }

  @Test
  void readsWhatTheDocumentationShows() {
    assertThat(
            read(
                """
                templates:
                  haproxy: {source: haproxy.cfg.peb, destination: /etc/emperor-test/haproxy.cfg,
                    mode: "0640", owner: "0:0", check: "haproxy -c -f $FILE", on-change: "signal:USR2"}
                """))
        .containsExactly(
            new TemplatePlan(
                "haproxy",
                directory.resolve("haproxy.cfg.peb"),
                new FilePlan(
                    Path.of("/etc/emperor-test/haproxy.cfg"),
                    Optional.of(FileMode.parse("640")),
                    Optional.of(FileOwner.parse("0:0")),
                    Optional.of("haproxy -c -f $FILE"),
                    OnChange.parse("signal:USR2"))));
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsNotSaidIsTheUsual() {
    assertThat(read("templates: {a: {source: t/../a.peb, destination: ./out/a}}"))
        .containsExactly(
            new TemplatePlan(
                "a",
                directory.resolve("a.peb"),
                new FilePlan(
                    directory.resolve("out/a"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OnChange.parse("signal:HUP"))));
    assertThat(read("sources: []")).isEmpty();
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mod: "0640"           | mod is no key of a template; did you mean mode?
          on_change: reload     | on_change is no key of a template; did you mean on-change?
          mode: 0640            | mode is no text; write one, a number in quotes
          mode: "rw"            | mode is no mode; write three octal digits after a 0: "0640"
          mode: "0888"          | mode is no mode; write three octal digits after a 0: "0640"
          mode: "4755"          | mode has more than the rights to read, write and run (setuid, setgid or sticky); begin with 0
          mode: "0666"          | mode lets everybody write; end with 0, 1, 4 or 5
          mode: "0044"          | mode keeps the owner from reading; write 4 or more after the 0
          owner: "root"         | owner is no user and group; write "user:group"
          owner: "root:"        | owner is no user and group; write "user:group"
          owner: "no-such:root" | owner names a user or a group that this machine does not know; add it, or write another
          check: [haproxy, -c]  | check is no text; write one, a number in quotes
          check: ""             | check is no text; write one, a number in quotes
          on-change: restart    | on-change is no answer to a change: write reload, signal:HUP, exec:COMMAND or none
          """)
  void refusesWhatCantBeMeant(String key, String problem) {
    isRefused(key, problem);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(read("templates:\n  a: {destination: a}\n  b: {source: b}\n  c: text\n")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:2: templates.a.source is missing; write a path",
            "shop.yaml:3: templates.b.destination is missing; write a path",
            "shop.yaml:4: templates.c is no template; write a map with the keys source and"
                + " destination");
  }

  @Test
  void aListIsNoMap() {
    assertThat(read("templates: [a]")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:1: templates is no map; write a name for each template and its keys below"
                + " it");
  }

  @Test
  void oneDestinationIsOneTemplatesAlone() throws IOException {
    Files.createDirectory(directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
    assertThat(
            read(
                """
                templates:
                  a: {source: a.peb, destination: real/out}
                  b: {source: b.peb, destination: x/../link/out}
                """))
        .hasSize(1);
    assertThat(problems)
        .containsExactly(
            "shop.yaml:3: templates.b.destination is that of templates.a, too; write another");
  }

  @Test
  void aDestinationThatIsNoFileIsRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("elsewhere"));
    for (String destination : List.of(".", "/", "/dev")) {
      problems.clear();
      assertThat(read("templates: {a: {source: a, destination: \"" + destination + "\"}}"))
          .isEmpty();
      assertThat(problems)
          .containsExactly(
              "shop.yaml:1: templates.a.destination is a directory; write a file in it");
    }
    problems.clear();
    assertThat(
            read(
                "templates:\n  a: {source: a, destination: link}\n  b: {source: b, destination: ./b}"))
        .isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:2: templates.a.destination is a link; write what it points to",
            "shop.yaml:3: templates.b.destination is the template itself; write another");
  }

  @Test
  void noNameEndsALine() {
    assertThat(read("templates: {\"a\\nb/~c\": {source: a, destination: a, \"x\\ny\": 1}}"))
        .isEmpty();
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem).doesNotContain("\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("shop.yaml:1: templates.a\\u000ab/~c.x\\u000ay is no key"));
  }
}
