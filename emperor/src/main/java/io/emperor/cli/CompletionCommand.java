package io.emperor.cli;

import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code emperor generate-completion}: what the library writes, and the vassals' names besides. */
@Command(
    name = "generate-completion",
    mixinStandardHelpOptions = true,
    description = {
      "Generate bash/zsh completion script for ${ROOT-COMMAND-NAME:-the root command of this command}.",
      "Run the following command to give `${ROOT-COMMAND-NAME:-$PARENTCOMMAND}` TAB completion in the current shell:",
      "",
      "  source <(${PARENT-COMMAND-FULL-NAME:-$PARENTCOMMAND} ${COMMAND-NAME})",
      "",
      "The names of vassals are those of the emperor that EMPEROR_ADMIN names, or of the one at the default place.",
      ""
    },
    optionListHeading = "Options:%n")
final class CompletionCommand implements Callable<Integer> {

  private static final String FUNCTION =
      """
      # Prints the names of the vassals of the emperor that EMPEROR_ADMIN names.
      function emperor_vassals() {
        COLUMNS= "${COMP_WORDS[0]:-emperor}" list 2>/dev/null | awk 'below { print $1 } $1 == "NAME" { below = 1 }'
      }

      """;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    new Screen(spec.commandLine()).line(withNames(script));
    return ExitStatus.CLEAN;
  }

  /** The library knows words that are fixed: these are asked for each time. */
  private static String withNames(String script) {
    int first = script.indexOf('\n') + 1;
    return script.substring(0, first)
        + FUNCTION
        + script.substring(first).replace("(\"" + VassalNames.WORD + "\")", "($(emperor_vassals))");
  }
}
