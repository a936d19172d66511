package io.emperor.cli;

import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Understands command lines of every kind, and tells what is wrong with them. */
public final class CommandLines {

  private CommandLines() {}

  /** With all commands. */
  public static CommandLine all() {
    // What is unmatched is reported among the other problems, not by a warning of the library's.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return EmperorCommand.commandLine()
        .setExecutionStrategy(CommandLines::executed)
        .setParameterExceptionHandler(
            (failure, args) ->
                refused(
                    failure.getCommandLine().getErr(),
                    List.of(String.valueOf(failure.getMessage()))))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof UsageException wrong) {
                return refused(command.getErr(), wrong.problems());
              }
              command.getErr().println("emperor: " + failure);
              return ExitStatus.FAILED;
            });
  }

  private static int executed(CommandLine.ParseResult parsed) {
    List<String> stray = MisplacedWords.problems(parsed);
    return stray.isEmpty()
        ? new CommandLine.RunLast().execute(parsed)
        : refused(parsed.commandSpec().commandLine().getErr(), stray);
  }

  static int refused(PrintWriter err, List<String> problems) {
    problems.forEach(problem -> err.println("emperor: " + problem));
    err.println("Try 'emperor --help'.");
    return ExitStatus.WRONG_WORDS;
  }
}
