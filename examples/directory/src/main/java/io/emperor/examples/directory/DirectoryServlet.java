package io.emperor.examples.directory;

import io.emperor.api.Consul;
import io.emperor.api.ConsulException;
import io.emperor.api.Registered;
import io.emperor.api.ServiceInstance;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /} lists the names, {@code /call/NAME} calls who has one, and {@code /greeting} is what
 * others call.
 */
final class DirectoryServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String GREETING = "/greeting";
  private static final String CALL = "/call/";

  private final String greeting;

  DirectoryServlet(String greeting) {
    this.greeting = greeting;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
    try {
      if (path.equals(GREETING)) {
        answer(response, 200, greeting);
      } else if (path.startsWith(CALL)) {
        call(path.substring(CALL.length()), response);
      } else {
        answer(response, 200, list());
      }
    } catch (ConsulException e) {
      answer(response, 503, "Consul can't be asked now: " + e.getMessage());
    }
  }

  private static String list() {
    return Consul.registered(Directory.BELOW).stream()
        .map(who -> who.name() + ": " + who.value() + " (" + who.emperor() + ")")
        .collect(Collectors.joining("\n"));
  }

  private static void call(String name, HttpServletResponse response) throws IOException {
    Optional<ServiceInstance> instance =
        Consul.lookup(Directory.BELOW + name).flatMap(Registered::instance);
    if (instance.isEmpty()) {
      answer(response, 404, "Nobody has the name " + name + " now.");
      return;
    }
    try {
      answer(response, 200, name + " says: " + Call.get(instance.get(), GREETING));
    } catch (IOException e) {
      answer(response, 503, name + " did not answer: " + e.getMessage());
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
