package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.admin.view.RequestRefusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves whoever the gate lets in, and answers whatever goes wrong with JSON. */
abstract class GatedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(GatedServlet.class);

  private final transient Gate gate;

  GatedServlet(Gate gate) {
    this.gate = gate;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Optional<RequestRefusal> refusal = gate.refusal(request);
    if (refusal.isPresent()) {
      Json.refuse(request, response, refusal.get());
      return;
    }
    try {
      answer(request, response);
    } catch (RefusedException e) {
      Json.refuse(request, response, e.refusal().by(gate.emperor()));
    } catch (RuntimeException e) {
      log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      Json.refuse(
          request,
          response,
          new RequestRefusal(500, "the emperor failed to answer: see its log").by(gate.emperor()));
    }
  }

  /** Answers a request that was let in; any failure becomes JSON. */
  abstract void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException;

  /** Refuses every method but one. */
  static void require(String method, HttpServletRequest request) {
    boolean head = method.equals("GET") && request.getMethod().equals("HEAD");
    if (!head && !request.getMethod().equals(method)) {
      throw new RefusedException(RequestRefusal.ofMethod(method));
    }
  }
}
