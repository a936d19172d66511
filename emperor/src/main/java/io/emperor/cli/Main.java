package io.emperor.cli;

import io.emperor.cli.option.OptionValues;
import io.emperor.cli.option.RunOption;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.run.ForegroundRun;
import io.emperor.cli.run.PlainRun;
import io.emperor.logging.StandardLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way in. A plain run goes without the library for command lines, most of whose classes fit in
 * no archive.
 */
public final class Main {

  private Main() {}

  /**
   * Runs the command and ends the process with its exit status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Optional<Map<RunOption, List<String>>> plain = PlainRun.options(args);
    System.exit(plain.isPresent() ? run(plain.get()) : CommandLines.all().execute(args));
  }

  private static int run(Map<RunOption, List<String>> said) {
    StandardLog.choose();
    Map<String, String> environment = System.getenv();
    try {
      return ForegroundRun.of(OptionValues.of(said, environment), environment);
    } catch (UsageException wrong) {
      return CommandLines.refused(CommandLines.all().getErr(), wrong.problems());
    } catch (InterruptedException | RuntimeException failure) {
      CommandLines.all().getErr().println("emperor: " + failure);
      return ExitStatus.FAILED;
    }
  }
}
