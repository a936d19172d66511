package io.emperor.cli;

import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ClassPreloader;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.run.PlainRun;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** The way in. */
public final class Main {

  private Main() {}

  /**
   * Runs the command and ends the process with its exit status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // What is unmatched is reported among the other problems, not by a warning of the library's.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    System.exit(PlainRun.options(args).map(Main::run).orElseGet(() -> commandLine().execute(args)));
  }

  private static int run(String[] options) {
    ClassPreloader forerunner = ClassPreloader.setOff();
    CommandLine run = prepared(EmperorCommand.runOnly());
    forerunner.await();
    return run.execute(options);
  }

  public static CommandLine commandLine() {
    return prepared(EmperorCommand.commandLine());
  }

  private static CommandLine prepared(CommandLine commands) {
    return commands
        .setExecutionStrategy(Main::executed)
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

  private static int refused(PrintWriter err, List<String> problems) {
    problems.forEach(problem -> err.println("emperor: " + problem));
    err.println("Try 'emperor --help'.");
    return ExitStatus.WRONG_WORDS;
  }
}
