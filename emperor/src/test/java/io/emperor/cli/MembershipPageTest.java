package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.emperor.cli.run.ExitStatus;
import io.emperor.config.DurationFormat;
import io.emperor.provisioning.InputsReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations of {@code docs/membership.md} and of its example are valid. */
class MembershipPageTest {

  private static final Path PAGE = Path.of("..", "docs", "membership.md");
  private static final Path EXAMPLE = Path.of("..", "examples", "membership");

  private static final Pattern CONFIGURATION =
      Pattern.compile("(?s)```yaml\\n# ([a-z]+\\.yaml)\\n(.*?)```");

  @TempDir Path directory;

  private Map<String, String> shown() throws Exception {
    Map<String, String> shown = new LinkedHashMap<>();
    CONFIGURATION
        .matcher(Files.readString(PAGE))
        .results()
        .forEach(each -> shown.put(each.group(1), each.group(2)));
    return shown;
  }

  private static void accepted(Path membership) {
    InputsReader reader = new InputsReader(DurationFormat::parse, "/usr/bin:/bin");
    assertThatCode(() -> reader.readMembership(membership)).doesNotThrowAnyException();
  }

  private static String checked(Path vassals) {
    StringWriter err = new StringWriter();
    int status =
        CommandLines.all()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute("check-config", vassals.toString());
    return status == ExitStatus.CLEAN ? "" : err.toString();
  }

  @Test
  void everyConfigurationOfThePageIsValid() throws Exception {
    Map<String, String> shown = shown();
    assertThat(shown).containsOnlyKeys("members.yaml", "proxy.yaml", "keys.yaml", "handlers.yaml");
    for (String name : List.of("conf", "handlers", "haproxy", "vassals")) {
      Path unused = Files.createDirectory(directory.resolve(name));
    }
    for (String name : List.of("members.yaml", "keys.yaml", "handlers.yaml")) {
      accepted(Files.writeString(directory.resolve(name), shown.get(name)));
    }
    Path unused =
        Files.writeString(directory.resolve("vassals/proxy.yaml"), shown.get("proxy.yaml"));
    assertThat(checked(directory.resolve("vassals"))).isEmpty();
  }

  @Test
  void soIsEveryConfigurationOfTheExample() throws Exception {
    Path handlers = Files.createDirectory(directory.resolve("handlers"));
    assertThat(handlers).isDirectory();
    for (String node : List.of("east", "west", "north")) {
      Path home = directory.resolve(node);
      Path vassals = Files.createDirectories(home.resolve("vassals"));
      for (String name : List.of("conf", "haproxy", "www")) {
        Path unused = Files.createDirectory(home.resolve(name));
      }
      Path from = EXAMPLE.resolve("nodes").resolve(node);
      accepted(Files.copy(from.resolve("membership.yaml"), home.resolve("membership.yaml")));
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(MembershipPageTest::isVassal).toList()) {
          Path unused = Files.copy(file, vassals.resolve(file.getFileName()));
        }
      }
      assertThat(checked(vassals)).isEmpty();
    }
  }

  private static boolean isVassal(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") && !name.equals("membership.yaml");
  }

  @Test
  void thePageShowsTheProxyOfTheExample() throws Exception {
    Path east = EXAMPLE.resolve("nodes/east");
    assertThat(shown().get("proxy.yaml")).isEqualTo(Files.readString(east.resolve("proxy.yaml")));
    assertThat(Files.readString(PAGE))
        .contains("# main.cfg\n" + Files.readString(east.resolve("haproxy/main.cfg")) + "```");
  }
}
