package io.emperor.warapp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.api.Consul;
import io.emperor.api.VassalContext;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Found by its annotation; tells about the application and where it runs. */
@WebServlet(urlPatterns = "/annotated/*", asyncSupported = true)
@MultipartConfig
public final class Annotated extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private boolean constructed;

  /** Made by the container. */
  public Annotated() {}

  @PostConstruct
  void construct() {
    constructed = true;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (String.valueOf(request.getPathInfo())) {
      case "/async" -> {
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              answer(response, "on " + Thread.currentThread().getThreadGroup().getName());
              async.complete();
            });
      }
      case "/fail" -> throw new IllegalStateException("secret of the inside");
      case "/exit" -> System.exit(3);
      case "/visits" -> answer(response, "visit " + visits(request));
      default -> answer(response, new ObjectMapper().writeValueAsString(facts()));
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    answer(response, request.getPart("file").getSize() + " bytes");
  }

  private static int visits(HttpServletRequest request) {
    Object before = request.getSession().getAttribute("visits");
    int visits = before == null ? 1 : (Integer) before + 1;
    request.getSession().setAttribute("visits", visits);
    return visits;
  }

  private Map<String, Object> facts() {
    VassalContext vassal =
        (VassalContext) getServletContext().getAttribute(VassalContext.class.getName());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", vassal.name());
    facts.put("generation", vassal.generation());
    facts.put("greetings", getServletContext().getAttribute(Greetings.FOUND));
    facts.put("constructed", constructed);
    facts.put("parameter", getServletContext().getInitParameter("parameter"));
    facts.put("consul", Consul.services().containsKey("consul"));
    facts.put("injected", vassal.consul().services().containsKey("consul"));
    facts.put("pid", ProcessHandle.current().pid());
    return facts;
  }

  private static void answer(HttpServletResponse response, String text) {
    try {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().print(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
