package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.AgentEntry;
import io.emperor.admin.view.EmperorView;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code emperor agents}. */
@Command(
    name = "agents",
    description =
        "Lists the Consul agents of a running emperor, the preferred first: which one is read from, when each last said anything, and what is wrong.")
final class AgentsCommand extends VassalCommand {

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.get("/v1/agents").strip());
      return ExitStatus.CLEAN;
    }
    EmperorView emperor = client.emperor();
    screen.line("emperor " + emperor.name());
    Table table =
        new Table().row("AGENT", "NODE", "STATE", "IN USE", "CONTACT", "SERVICES", "TROUBLE");
    for (AgentEntry agent : emperor.agents()) {
      table.row(
          agent.address(),
          Objects.requireNonNullElse(agent.node(), "-"),
          agent.state(),
          agent.inUse() ? "yes" : "no",
          agent.lastContact() == null ? "never" : Screen.age(agent.lastContact()) + " ago",
          Integer.toString(agent.services().size()),
          agent.trouble());
    }
    table.lines(0).forEach(screen::line);
    return ExitStatus.CLEAN;
  }
}
