package io.emperor.bench.load;

import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Constructor;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** The small vassal's servlet on Jetty as it comes, to compare with. */
public final class BareJetty {

  private static final String SERVLET = "io.emperor.examples.hello.HelloServlet";

  private BareJetty() {}

  /**
   * Serves.
   *
   * @param args the port
   * @throws Exception if it can't
   */
  public static void main(String[] args) throws Exception {
    Constructor<?> servlet = Class.forName(SERVLET).getDeclaredConstructor(String.class);
    servlet.setAccessible(true); // it is the app's own, not anybody's
    Server server = new Server(Integer.parseInt(args[0]));
    ServletContextHandler context = new ServletContextHandler("/");
    HttpServlet instance =
        (HttpServlet) servlet.newInstance("Hello from serving-bench, generation 1\n");
    context.addServlet(new ServletHolder(instance), "/*");
    server.setHandler(context);
    server.start();
    server.join();
  }
}
