package io.emperor.cli;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.FollowedEntry;
import io.emperor.admin.view.MembershipEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.cli.terminal.Table;
import picocli.CommandLine.Command;

/** {@code emperor membership}. */
@Command(
    name = "membership",
    description =
        "Shows what a running emperor does for programs that are no vassals: who is in its files, what it was told and what it sends.")
final class MembershipCommand extends VassalCommand {

  @Override
  int run(AdminClient client, Screen screen) throws AdminException {
    if (isJson()) {
      screen.line(client.get("/v1/membership").strip());
      return ExitStatus.CLEAN;
    }
    MembershipEntry membership = client.membership();
    facts(membership).lines(0, screen.width()).forEach(screen::line);
    FollowedEntry followed = membership.followed();
    if (followed != null && !followed.services().isEmpty()) {
      screen.line("");
      FollowedTable.of(followed).lines(0, screen.width()).forEach(screen::line);
    }
    return ExitStatus.CLEAN;
  }

  private static Table facts(MembershipEntry membership) {
    Table facts = new Table();
    String since = membership.since();
    facts.row("in place", since == null ? "not yet" : "for " + Screen.age(since));
    membership
        .sources()
        .forEach(
            source ->
                facts.row(
                    "source",
                    SafeText.line(source.name())
                        + (source.trouble().isEmpty()
                            ? ""
                            : ": " + SafeText.line(source.trouble()))));
    FollowedEntry followed = membership.followed();
    if (followed != null) {
      facts.row("configuration", FollowedTable.updates(followed));
      followed.leftOut().forEach(line -> facts.row("left out", SafeText.line(line)));
    }
    if (membership.handlers()) {
      facts.row("handlers", membership.handled() + " events taken");
    }
    if (!membership.distributes().isEmpty()) {
      facts.row(
          "sends",
          SafeText.line(membership.distributes())
              + (membership.distributing() ? "" : ", which another emperor does now"));
    }
    String what = since == null ? "waits for" : "trouble";
    membership.missing().forEach(line -> facts.row(what, SafeText.line(line)));
    return facts;
  }
}
