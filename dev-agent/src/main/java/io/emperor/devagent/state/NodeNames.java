package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Node;
import org.jspecify.annotations.Nullable;

/** Whose name is whose: a node that is well does not lose its name to one with another ID. */
public final class NodeNames {

  private NodeNames() {}

  /**
   * Refuses a name that belongs to another node.
   *
   * @param same the node that has the wanted one's ID already
   * @throws HttpError with the real agent's reason
   */
  public static void require(Catalog catalog, Node wanted, @Nullable Node same) {
    if (wanted.id().isEmpty() || (same != null && same.name().equals(wanted.name()))) {
      return;
    }
    Node holder = catalog.node(wanted.name());
    boolean mayAdopt = same == null && holder != null && holder.id().isEmpty();
    if (holder == null || holder.id().equals(wanted.id()) || mayAdopt || !isWell(catalog, holder)) {
      return;
    }
    String renamed =
        GoText.quote(wanted.id()) + (same == null ? "" : " (" + wanted.address() + ")");
    throw HttpError.refused(
        "failed inserting node: Error while renaming Node ID: %s: Node name %s is reserved by node %s with name %s (%s)"
            .formatted(renamed, wanted.name(), holder.id(), holder.name(), holder.address()));
  }

  private static boolean isWell(Catalog catalog, Node node) {
    Check alive = catalog.check(node.name(), "serfHealth");
    return alive != null && !alive.isCritical();
  }
}
