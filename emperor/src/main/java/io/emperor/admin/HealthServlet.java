package io.emperor.admin;

import io.emperor.admin.view.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /healthz}: whether the emperor's own loops turn. Needs no token: who looks after the
 * emperor may not have one, and learns nothing else.
 */
final class HealthServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<List<String>> stalled;

  /**
   * Makes the servlet.
   *
   * @param stalled the names of the loops that have stopped turning
   */
  HealthServlet(Gate gate, Supplier<List<String>> stalled) {
    super(gate.forEverybody());
    this.stalled = stalled;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    List<String> now = stalled.get();
    Json.send(request, response, now.isEmpty() ? 200 : 503, Map.of("stalled", now));
  }
}
