package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes its time for each answer, which is the setting {@code edition}. */
public final class Edition implements Vassal {

  @Override
  public void start(VassalContext context) {
    context.serve("/*", new Answer(context.settings().getOrDefault("edition", "none")));
  }

  private static final class Answer extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final long WORK = TimeUnit.MILLISECONDS.toNanos(10);

    private final String edition;

    Answer(String edition) {
      this.edition = edition;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      LockSupport.parkNanos(WORK);
      response.getWriter().print(edition);
    }
  }
}
