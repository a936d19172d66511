package io.emperor.admin;

import io.emperor.admin.view.AsyncAnswer;
import io.emperor.metrics.Metrics;
import io.emperor.metrics.Scrape;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /metrics}: everything that is measured. Whoever reads it needs the token. */
final class MetricsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Metrics metrics;

  MetricsServlet(Gate gate, Metrics metrics) {
    super(gate);
    this.metrics = metrics;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Scrape scrape = metrics.scrape(request.getHeader("Accept"));
    response.setContentType(scrape.type());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    AsyncAnswer.send(request, response, scrape.content());
  }
}
