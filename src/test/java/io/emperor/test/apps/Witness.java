package io.emperor.test.apps;

import io.emperor.api.ConsulApi;
import io.emperor.api.ConsulException;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Remembers on disk how often it was started: {@code GET /starts}. Writes the keys it is asked to,
 * and tells what it was told: {@code GET /write?key=KEY}.
 */
public final class Witness implements Vassal {

  @Override
  public void start(VassalContext context) throws IOException {
    Path starts = context.dataDirectory().resolve("starts");
    Files.writeString(starts, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    context.serve("/starts", new Starts(starts));
    context.serve("/write", new Write(context.consul()));
  }

  private static final class Starts extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Path file;

    Starts(Path file) {
      this.file = file;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(Files.size(file));
    }
  }

  private static final class Write extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient ConsulApi consul;

    Write(ConsulApi consul) {
      this.consul = consul;
    }

    /** {@code true} or {@code false}, or after a failure NO, YES or UNKNOWN with its message. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String outcome;
      try {
        outcome = String.valueOf(consul.set(request.getParameter("key"), "written"));
      } catch (ConsulException e) {
        outcome = e.applied() + ": " + e.getMessage();
      }
      response.getWriter().print(outcome);
    }
  }
}
