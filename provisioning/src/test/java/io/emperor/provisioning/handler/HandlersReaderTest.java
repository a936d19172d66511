package io.emperor.provisioning.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.source.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersReaderTest {

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectory(directory.resolve("handlers"));
    Files.createDirectory(directory.resolve("other"));
  }

  private Optional<HandlersPlan> read(String yaml) {
    return new HandlersReader(
            YamlTree.parse(yaml, "members.yaml"),
            directory::resolve,
            HandlersReaderTest::duration,
            problems)
        .read();
  }

  private static Duration duration(String text) {
    if (!text.matches("\\d+s")) {
      throw new IllegalArgumentException("is no duration; write 30s");
    }
    return Duration.parse("PT" + text);
  }

  @Test
  void readsWhatTheDocumentationShows() {
    HandlersPlan plan =
        read("""
                handlers:
                  directory: other/
                  roles: [db]
                  tags: {dc: "east|west"}
                  products: [shop]
                  limit: 5s
                """)
            .orElseThrow();

    assertThat(problems).isEmpty();
    assertThat(plan.directory()).isEqualTo(directory.resolve("other"));
    assertThat(plan.limit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan.filter().roles()).containsExactly("db");
    assertThat(plan.filter().products()).containsExactly("shop");
    assertThat(plan.filter().tags()).containsOnlyKeys("dc");
    assertThat(plan.filter().tags().values()).allMatch(pattern -> pattern.matches("west"));
  }

  @Test
  void hasDefaults() {
    assertThat(read("handlers: {}"))
        .contains(
            new HandlersPlan(
                directory.resolve("handlers"), MemberFilter.ALL, Duration.ofSeconds(30)));
    assertThat(read("files: {}")).isEmpty();
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          dirctory: x          ~ dirctory is no key of handlers; did you mean directory?
          directory: nowhere   ~ directory DIR/nowhere is no directory; make it, or correct the path
          directory: [a]       ~ directory is no text; write handlers
          roles: db            ~ roles is no list of names; write [NAME, NAME], or leave it out
          roles: {a: b}        ~ roles is no list of names; write [NAME, NAME], or leave it out
          roles: []            ~ roles is no list of names; write [NAME, NAME], or leave it out
          products: [1]        ~ products has an item that is no name; write text without ':', a number in quotes
          roles: ["a:b"]       ~ roles has an item that is no name; write text without ':', a number in quotes
          tags: dc             ~ tags is no map; write TAG: "PATTERN" below it
          tags: {dc: 1}        ~ tags.dc is no text; write a pattern in quotes
          tags: {dc: "("}      ~ tags.dc is no regular expression; Unclosed group
          tags: {dc: "a)|(b"}  ~ tags.dc is no regular expression; Unmatched closing ')'
          limit: soon          ~ limit is no duration; write 30s
          limit: 0s            ~ limit is no time for a handler; write 30s
          limit: 30            ~ limit is no text; write 30s
          """)
  void saysWhatIsWrong(String line, String problem) {
    assertThat(read("handlers:\n  " + line + "\n")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "members.yaml:2: handlers." + problem.replace("DIR", directory.toString()));
  }

  @Test
  void refusesWhatIsNoMap() {
    assertThat(read("handlers: [a]")).isEmpty();
    assertThat(problems)
        .containsExactly("members.yaml:1: handlers is no map; write directory: handlers/ below it");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThat(read("handlers:\n  limit: x\n  roles: x\n  \"a\\nb\": 1\n")).isEmpty();
    assertThat(problems).hasSize(3).noneMatch(line -> line.contains("\n"));
  }
}
