package io.emperor.vassal;

import io.emperor.runtime.Hand;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Answers which generation serves it. */
final class GenerationServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final int generation;
  private final transient CountDownLatch open;

  private GenerationServlet(int generation, CountDownLatch open) {
    this.generation = generation;
    this.open = open;
  }

  /** A start that declares it. */
  static Hand.Start served() {
    return waiting(new CountDownLatch(0));
  }

  /** The same, whose answers wait until it is open. */
  static Hand.Start waiting(CountDownLatch open) {
    return context -> context.serve("/*", new GenerationServlet(context.generation(), open));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    response.getWriter().print("generation " + generation);
  }
}
