package io.emperor.cli;

import io.emperor.admin.view.FollowedEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.terminal.Table;

/** What files that follow the cluster say, for people. */
final class FollowedTable {

  private FollowedTable() {}

  static Table of(FollowedEntry followed) {
    Table table = new Table().row("PRODUCT", "SERVICE", "INSTANCES");
    followed
        .services()
        .forEach(
            service ->
                table.row(
                    SafeText.line(service.product()),
                    SafeText.line(service.name()),
                    Integer.toString(service.instances())));
    return table;
  }

  /** What has become of the configuration that events carry: one line. */
  static String updates(FollowedEntry followed) {
    FollowedEntry.UpdatesEntry updates = followed.updates();
    return updates.written()
        + " kept, "
        + updates.older()
        + " older, "
        + updates.ignored()
        + " of other products, "
        + updates.refused()
        + " refused";
  }
}
