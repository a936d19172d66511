package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.MetaRules;
import io.emperor.devagent.model.Service;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalog takes no registration without: all of one counts, or nothing of it. */
public final class RegistrationRules {

  private RegistrationRules() {}

  /**
   * Refuses what can't be written, before anything is.
   *
   * @throws HttpError with the reason
   */
  public static void require(
      Catalog catalog, String node, @Nullable Service service, List<Check> checks) {
    if (service != null) {
      require(service);
    }
    checks.forEach(check -> require(catalog, node, service, check));
  }

  private static void require(Service service) {
    Map<String, String> meta = service.meta() == null ? Map.of() : service.meta();
    String complaint = MetaRules.complaint(meta);
    if (complaint != null) {
      throw HttpError.refused(
          "failed inserting service: Invalid Service Meta for node %s and serviceID %s: %s"
              .formatted(service.node(), service.id(), complaint));
    }
    if (service.id().isEmpty()) {
      throw HttpError.refused(
          "failed inserting service: failed inserting service: object missing primary index");
    }
  }

  private static void require(Catalog catalog, String node, @Nullable Service wanted, Check check) {
    if (!check.node().equals(node)) {
      throw HttpError.refused(
          "check node %s does not match node %s"
              .formatted(GoText.quote(check.node()), GoText.quote(node)));
    }
    String id = check.serviceId();
    boolean comes = wanted != null && wanted.id().equalsIgnoreCase(id);
    if (!id.isEmpty() && !comes && catalog.service(node, id) == null) {
      throw HttpError.refused(
          "failed inserting check: Missing service registration on node " + GoText.quote(node));
    }
    if (check.id().isEmpty()) {
      throw HttpError.refused(
          "failed inserting check: failed inserting check: object missing primary index on node "
              + GoText.quote(node));
    }
  }
}
