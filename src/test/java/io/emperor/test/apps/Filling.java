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

  private static final class Fill extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      while (true) {
        KEPT.add(new byte[1024]);
      }
    }
  }

  /** Takes half of what is free, and then asks for more than there is: others have the rest. */
  private static final class Burst extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MEGABYTE = 1 << 20;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Runtime memory = Runtime.getRuntime();
      long free = memory.maxMemory() - memory.totalMemory() + memory.freeMemory();
      List<byte[]> taken = new ArrayList<>();
      try {
        while (taken.size() < free / 2 / MEGABYTE) {
          taken.add(new byte[MEGABYTE]);
        }
        taken.add(new byte[(int) memory.maxMemory()]);
      } catch (OutOfMemoryError e) {
        response.getWriter().print(e.getClass().getSimpleName());
      }
    }
  }
}
