package io.emperor.admin;

import io.emperor.admin.view.AgentEntry;
import io.emperor.admin.view.EmperorView;
import io.emperor.admin.view.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code /v1/emperor}: which emperor answers here. */
final class EmperorServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient AdminContext context;
  private final transient Supplier<String> admin;

  /**
   * Makes the servlet.
   *
   * @param admin where the endpoint is
   */
  EmperorServlet(Gate gate, AdminContext context, Supplier<String> admin) {
    super(gate);
    this.context = context;
    this.admin = admin;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Json.send(
        request,
        response,
        200,
        EmperorView.of(context.identity(), admin.get(), AgentEntry.of(context.agents().get())));
  }
}
