package io.emperor.cli;

import io.emperor.base.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Words where they mean nothing: before a command, where {@code emperor help stop turns} would do
 * what it was asked about, or in place of one.
 */
final class MisplacedWords {

  /** What the same thing is called elsewhere. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "restart", "reload",
          "ps", "list",
          "ls", "list",
          "kill", "stop",
          "rm", "stop",
          "tail", "logs",
          "check", "check-config",
          "validate", "check-config",
          "version", "--version");

  private MisplacedWords() {}

  /**
   * What is wrong with a command line because of them.
   *
   * @return a line for each problem
   */
  static List<String> problems(ParseResult parsed) {
    if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
      return List.of();
    }
    return parsed.hasSubcommand() ? before(parsed) : inPlaceOfACommand(parsed);
  }

  private static List<String> before(ParseResult parsed) {
    CommandSpec next = parsed.subcommand().commandSpec();
    String command = next.name();
    List<String> problems = new ArrayList<>();
    for (String word : parsed.unmatched()) {
      problems.add("%s: unexpected before the command '%s'".formatted(word, command));
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      problems.add(
          "%s: belongs behind the command: %s %s"
              .formatted(option.longestName(), next.qualifiedName(), option.longestName()));
    }
    if (parsed.subcommand().hasSubcommand()) {
      problems.addAll(before(parsed.subcommand()));
    }
    return problems;
  }

  private static List<String> inPlaceOfACommand(ParseResult parsed) {
    List<String> words = parsed.originalArgs();
    if (words.isEmpty() || !words.get(0).matches("[a-z][a-z-]*")) {
      return List.of();
    }
    String word = words.get(0);
    Set<String> commands = parsed.commandSpec().subcommands().keySet();
    String other = ELSEWHERE.get(word);
    return List.of(
        "%s: unknown command: %s"
            .formatted(
                word,
                other != null
                    ? "did you mean " + other + "?"
                    : NearestName.find(word, commands)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(
                            "use one of "
                                + String.join(", ", commands)
                                + "; the directory of vassals is named by --vassals")));
  }
}
