package io.emperor.examples.greeter;

import io.emperor.api.Consul;
import io.emperor.api.ConsulException;
import io.emperor.api.ServiceInstance;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

final class GreeterServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String SERVICE = "hello";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<ServiceInstance> instances;
    try {
      instances = Consul.healthy(SERVICE);
    } catch (ConsulException e) {
      answer(response, 503, "Consul can't be asked for " + SERVICE + " now: " + e.getMessage());
      return;
    }
    if (instances.isEmpty()) {
      answer(response, 503, "There is no healthy instance of " + SERVICE + " now.");
      return;
    }
    ServiceInstance instance = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
    try {
      answer(response, 200, instance.id() + " says: " + Call.get(instance));
    } catch (IOException e) {
      answer(response, 503, instance.id() + " did not answer: " + e.getMessage());
    }
  }

  private static void answer(HttpServletResponse response, int status, String line)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().println(line);
  }
}
