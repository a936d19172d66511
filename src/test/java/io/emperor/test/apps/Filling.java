package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Uses up the memory: {@code POST /fill} for good, {@code POST /burst} until it is answered with
 * what was thrown.
 */
public final class Filling implements Vassal {

  private static final List<byte[]> KEPT = new ArrayList<>();

  @Override
  public void start(VassalContext context) {
    context.serve("/fill", new Fill());
    context.serve("/burst", new Burst());
  }

  private static void fill(List<byte[]> list, int size) {
    while (true) {
      list.add(new byte[size]);
    }
  }

  private static final class Fill extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      fill(KEPT, 1024);
    }
  }

  /** What it asks for at once is much, so that nobody else meets the end of the memory. */
  private static final class Burst extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        fill(new ArrayList<>(), 16 * 1024 * 1024);
      } catch (OutOfMemoryError e) {
        response.getWriter().print(e.getClass().getSimpleName());
      }
    }
  }
}
