package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.option.RunOption;
import io.emperor.config.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code docs/reference.md} is made of the code's own tables: it says what the code says. {@code
 * mvn test -Dreference.write=true} writes it anew.
 */
class ReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference.md");

  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    String page = page();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).hasContent(page);
  }

  private static String page() {
    return """
        # Reference

        Made from the code's own tables. What the options and keys mean in full, and how they go together, is told in
        [Configuration](configuration.md); `mvn test -pl app-api,base,consul-bridge,dev-agent,emperor -Dtest=ReferenceTest
        -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true` writes this page anew.

        - [Options of `run`](#options-of-run)
        - [Keys of a vassal's configuration](#keys-of-a-vassals-configuration)
        - [Commands](#commands)

        ## Options of `run`

        | option | environment | in a file | meaning |
        | --- | --- | --- | --- |
        %s

        ## Keys of a vassal's configuration

        | key | default | meaning |
        | --- | --- | --- |
        %s

        ## Commands

        %s
        """
        .formatted(options(), KeyTable.rows(), commands());
  }

  private static String options() {
    return Arrays.stream(RunOption.values())
        .map(
            option ->
                "| `%s` | `%s` | `%s` | %s |"
                    .formatted(
                        (option.flag() + " " + option.label()).strip().replace("|", " or "),
                        option.variable(),
                        option == RunOption.CONFIG ? "-" : option.key(),
                        option.description()))
        .collect(Collectors.joining("\n"));
  }

  private static String commands() {
    return CommandLines.all().getSubcommands().values().stream()
        .filter(command -> !command.getCommandName().equals("run"))
        .flatMap(
            command ->
                Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
        .map(ReferenceTest::usage)
        .collect(Collectors.joining("\n\n"));
  }

  private static String usage(CommandLine command) {
    return "### `emperor %s`\n\n```text\n%s\n```"
        .formatted(
            command.getCommandSpec().qualifiedName().substring("emperor ".length()),
            command
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n")));
  }
}
