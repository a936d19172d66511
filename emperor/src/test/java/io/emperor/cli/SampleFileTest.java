package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.option.RunOption;
import io.emperor.daemon.EmperorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of an emperor's file knows every option, and none that is not there. */
class SampleFileTest {

  private static final Path SAMPLE = Path.of("../packaging/emperor.yaml");

  /** A comment has a blank behind its sign, a value that is commented out has none. */
  private static final Pattern ENTRY = Pattern.compile("#?([a-z][a-z-]*): (.+)");

  private static final Set<RunOption> ELSEWHERE =
      Set.of(RunOption.CONSUL_TOKEN_FILE, RunOption.CONSUL_AGENT_FILE);

  private final Map<String, String> entries = new LinkedHashMap<>();

  @TempDir Path directory;

  @BeforeEach
  void read() throws IOException {
    for (String line : Files.readAllLines(SAMPLE)) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        assertThat(entries.put(entry.group(1), entry.group(2))).as(line).isNull();
      }
    }
  }

  @Test
  void namesEveryOptionInTheirOrder() {
    assertThat(entries.keySet())
        .containsExactlyElementsOf(
            Stream.of(RunOption.values())
                .filter(option -> option != RunOption.CONFIG)
                .map(RunOption::key)
                .toList());
  }

  @Test
  void tellsTheDefaultsThatThereAre() {
    for (RunOption option : RunOption.values()) {
      option.standard().ifPresent(value -> assertThat(entries).containsEntry(option.key(), value));
    }
  }

  @Test
  void isUsableAsItIs() throws Exception {
    assertThat(Words.enough().file(SAMPLE).parsed().name()).isEqualTo("test");
  }

  @Test
  void isUsableWithItsCommentsTakenAway() throws Exception {
    Set<String> left =
        ELSEWHERE.stream().map(RunOption::key).collect(Collectors.toUnmodifiableSet());
    String text =
        entries.entrySet().stream()
            .filter(entry -> !left.contains(entry.getKey()))
            .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
            .collect(Collectors.joining())
            .replace("/etc/emperor/membership.yaml", membership().toString());
    Path file = Files.writeString(directory.resolve("emperor.yaml"), text);

    EmperorSettings settings = new Words().say("--vassals", "dir*").file(file).parsed();

    assertThat(settings.name()).isEqualTo("shop-1");
    assertThat(settings.vassalSet()).containsOnlyKeys("consul-check-ttl");
  }

  /** It is read at once, and not there on every machine. */
  private Path membership() throws IOException {
    return Files.writeString(directory.resolve("membership.yaml"), "{}");
  }
}
