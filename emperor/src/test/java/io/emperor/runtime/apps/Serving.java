package io.emperor.runtime.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.logging.Logger;

/** Serves a servlet of its own and leaves behind what apps leave behind. */
public final class Serving implements Vassal {

  /** The property that holds a weak reference to the class loader. */
  public static final String LOADER = "emperor.test.loader";

  @Override
  public void start(VassalContext context) {
    System.getProperties().put(LOADER, new WeakReference<>(Serving.class.getClassLoader()));
    context.serve("/*", new Greeting());
  }

  private static final class Greeting extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Never removed. */
    private static final ThreadLocal<Greeting> LAST = new ThreadLocal<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      LAST.set(this);
      Logger.getLogger(Greeting.class.getName()).fine("asked");
      request.getSession().setAttribute("visitor", new Visitor());
      response.getWriter().print("hello");
    }
  }

  /** No record: on Java 17 the JDK itself holds on to the last record that was compared. */
  private static final class Visitor {}
}
