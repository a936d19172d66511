package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.cli.option.AdminAccess;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that talks to a running emperor. */
@Command(mixinStandardHelpOptions = true)
abstract class VassalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AdminAccess access = new AdminAccess();

  @Option(names = "--json", description = "Prints JSON for programs, as the API answers it.")
  private boolean json;

  @Override
  public final Integer call() throws Exception {
    try {
      return run(access.client(System.getenv()), new Screen(commandLine()));
    } catch (AdminException e) {
      commandLine().getErr().println(e.line());
      return ExitStatus.FAILED;
    }
  }

  /** Does what the command is for; answers the exit status. */
  abstract int run(AdminClient client, Screen screen) throws Exception;

  boolean isJson() {
    return json;
  }

  CommandLine commandLine() {
    return spec.commandLine();
  }
}
