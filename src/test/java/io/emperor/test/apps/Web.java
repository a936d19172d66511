package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers every request with its generation. */
public final class Web implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/*", new Answer("generation " + context.generation()));
  }

  static class Answer extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final String text;

    Answer(String text) {
      this.text = text;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().print(text);
    }
  }
}
