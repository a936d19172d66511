package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.admin.view.MembershipEntry;
import io.emperor.membership.MembershipView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v1/membership}: what the emperor does for programs that are no vassals. */
final class MembershipServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  /** Said by whatever needs a membership. */
  static final String NONE = "this emperor follows no membership: start it with --membership FILE";

  private final transient Supplier<Optional<MembershipView>> membership;

  MembershipServlet(Gate gate, Supplier<Optional<MembershipView>> membership) {
    super(gate);
    this.membership = membership;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    MembershipView view = membership.get().orElseThrow(() -> new RefusedException(404, NONE));
    Json.send(request, response, 200, MembershipEntry.of(view));
  }
}
