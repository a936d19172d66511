package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Begins its answer at once and ends it when the request's body has ended: the client says when.
 */
public final class Slow implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/*", new Echo(context.generation()));
  }

  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final int generation;

    Echo(int generation) {
      this.generation = generation;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("begun in " + generation + "\n");
      response.flushBuffer();
      int bytes = request.getInputStream().readAllBytes().length;
      response.getWriter().print(bytes + " bytes, done in " + generation + "\n");
    }
  }
}
