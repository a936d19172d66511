package io.emperor.examples.counter;

import io.emperor.api.Consul;
import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.api.Registered;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says how far it is, and who counts. */
final class CounterServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final String lead;
  private final String key;

  CounterServlet(String lead, String key) {
    this.lead = lead;
    this.key = key;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    try {
      String value = Consul.get(key).map(KeyValue::text).orElse("0");
      String who = Consul.lookup(lead).map(Registered::serviceId).orElse("nobody");
      response.getWriter().println(value + ", counted by " + who);
    } catch (ConsulException e) {
      response.setStatus(503);
      response.getWriter().println("Consul can't be asked now: " + e.getMessage());
    }
  }
}
