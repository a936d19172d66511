package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.FollowedEntry;
import io.emperor.admin.view.InputsEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code emperor inputs NAME}. */
@Command(
    name = "inputs",
    description =
        "Shows what a vassal was given by its sources, from where and how long ago, and what it waits for; secrets are masked.")
final class InputsCommand extends VassalCommand {

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = VassalNames.class,
      description = "The vassal's name.")
  private String name = "";

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.get(AdminClient.path(name) + "/inputs").strip());
      return ExitStatus.CLEAN;
    }
    InputsEntry inputs = client.inputs(name);
    if (inputs.watched()) {
      show(inputs, screen);
    } else {
      screen.line(
          inputs.state().equals("stopped")
              ? "%s is stopped: nothing is looked at for it".formatted(name)
              : "%s has no inputs: its configuration names neither sources, templates, files nor credentials"
                  .formatted(name));
    }
    return ExitStatus.CLEAN;
  }

  private static void show(InputsEntry inputs, Screen screen) {
    screen.line("%s is %s".formatted(inputs.vassal(), inputs.state()));
    facts(inputs).lines(2, screen.width()).forEach(screen::line);
    show("sources", sources(inputs), inputs.sources().isEmpty(), screen);
    show("values", values(inputs), inputs.values().isEmpty(), screen);
    show("credentials", credentials(inputs), inputs.credentials().isEmpty(), screen);
    FollowedEntry followed = inputs.followed();
    if (followed != null) {
      show("files", FollowedTable.of(followed), followed.services().isEmpty(), screen);
    }
  }

  private static Table facts(InputsEntry inputs) {
    Table facts = new Table();
    String since = inputs.since();
    facts.row(
        "revision",
        since == null ? "none yet" : inputs.revision() + ", given " + Screen.age(since) + " ago");
    InputsEntry.DatabaseEntry database = inputs.database();
    if (database != null) {
      facts.row(
          "database",
          SafeText.line(database.name())
              + (database.version().isEmpty()
                  ? ""
                  : ", its schema at version " + SafeText.line(database.version())));
    }
    String what = since == null ? "waits for" : "trouble";
    FollowedEntry followed = inputs.followed();
    if (followed != null) {
      facts.row("configuration", FollowedTable.updates(followed));
      followed.leftOut().forEach(line -> facts.row("left out", SafeText.line(line)));
    }
    inputs.missing().forEach(line -> facts.row(what, SafeText.line(line)));
    return facts;
  }

  private static Table sources(InputsEntry inputs) {
    Table table = new Table().row("SOURCE", "CHANGED", "TROUBLE");
    inputs
        .sources()
        .forEach(
            source ->
                table.row(
                    SafeText.line(source.name()),
                    source.changed() == null ? "-" : Screen.age(source.changed()) + " ago",
                    SafeText.line(source.trouble())));
    return table;
  }

  private static Table values(InputsEntry inputs) {
    Table table = new Table().row("KEY", "VALUE", "SOURCE");
    inputs
        .values()
        .forEach(
            value ->
                table.row(
                    SafeText.line(value.key()),
                    Table.cell(SafeText.line(value.value())),
                    SafeText.line(value.source())));
    return table;
  }

  private static Table credentials(InputsEntry inputs) {
    Table table = new Table().row("NAME", "STATE", "EXPIRES", "SUBJECT", "TROUBLE");
    inputs
        .credentials()
        .forEach(
            credential ->
                table.row(
                    credential.name(),
                    credential.state(),
                    credential.expires() == null ? "-" : credential.expires(),
                    SafeText.line(credential.subject()),
                    SafeText.line(credential.trouble())));
    return table;
  }

  private static void show(String title, Table table, boolean isEmpty, Screen screen) {
    if (!isEmpty) {
      screen.line("");
      screen.line(title);
      table.lines(2, screen.width()).forEach(screen::line);
    }
  }
}
