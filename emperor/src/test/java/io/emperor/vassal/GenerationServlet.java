package io.emperor.vassal;

import io.emperor.runtime.Hand;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers which generation serves it. */
final class GenerationServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final int generation;

  private GenerationServlet(int generation) {
    this.generation = generation;
  }

  /** A start that declares it. */
  static Hand.Start served() {
    return context -> context.serve("/*", new GenerationServlet(context.generation()));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("generation " + generation);
  }
}
